import { startAgent } from '../scripts/start-agent.ts';
import { startRedis } from '../scripts/start-redis.ts';
import { benchCell } from './bench-cell.ts';
import type { Sides } from './sides.ts';

/** Of what an agent prints, what is wrong. */
const complaints = (line: string) => /^(error|warning):/.test(line) && console.error(line);

const AGENTS = ['left', 'right'];

/** A cell of DELAY whose items two agents of this machine share, and the same in one process: half of the real time, as of adaptive. */
export async function agentsSides(): Promise<Sides> {
  const stack = new AsyncDisposableStack();
  const redis = stack.use(await startRedis());
  for (const name of AGENTS) stack.use(startAgent(name, redis.url, complaints));
  const cell =
    (...spread: readonly string[]) =>
    async () =>
      (await benchCell('async', '-s', 'DELAY', '-a', '-m', '100', '--time-scale', '0.5', ...spread)).goodputPerSecond;
  return {
    ours: cell('--redis', redis.url, '--agents', String(AGENTS.length)),
    theirs: cell(),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}
