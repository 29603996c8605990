import { withTimeout } from '../../lib/concurrency/with-timeout.ts';
import { type Answer, answerOf, TIMED_OUT } from './answer.ts';
import { askResolver, askSystem } from './ask.ts';
import type { ResolvedProbes } from './probe-options.ts';
import type { ProbedDomain } from './probed-domain.ts';

/**
 * Asks whether a name is there, and asks again after a failure. It is the only place that turns an exception into a result.
 *
 * @param servers which resolvers to ask, one after the other
 * @throws the signal's reason when it aborts
 */
export async function probeDomain(
  name: string,
  servers: readonly string[],
  settings: Pick<ResolvedProbes, 'timeoutMs' | 'retries' | 'lookup'>,
  signal: AbortSignal,
): Promise<ProbedDomain> {
  for (let attempt = 1; ; attempt++) {
    const server = servers[(attempt - 1) % servers.length]!;
    const ask = () => (settings.lookup ? askSystem(name, signal) : askInTime(name, server, settings.timeoutMs, signal));
    const answer = await answerTo(ask, signal);
    if (answer.kind !== 'failed' || attempt > settings.retries) return { name, ...answer, attempts: attempt };
  }
}

/** Node's resolver looks at its clock only now and then, so the time is kept here. */
function askInTime(name: string, server: string, timeoutMs: number, signal: AbortSignal): Promise<void> {
  return withTimeout(timeoutMs, (either) => askResolver(name, server, timeoutMs, either), signal);
}

async function answerTo(ask: () => Promise<void>, signal: AbortSignal): Promise<Answer> {
  try {
    await ask();
    return { kind: 'found' };
  } catch (error) {
    signal.throwIfAborted();
    return error instanceof Error && error.name === 'TimeoutError' ? TIMED_OUT : answerOf(error);
  }
}
