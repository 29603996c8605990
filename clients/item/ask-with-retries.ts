import { sleep } from '../../lib/concurrency/sleep.ts';
import { backoffMs } from './backoff.ts';
import type { FlagClient } from './flag-client.ts';
import type { Trace } from './flag-request.ts';
import { mayPass } from './may-pass.ts';
import { AnswerError, GivenUpError, RequestError, StatusError } from './request-error.ts';

/**
 * How a strategy limits its concurrency: runs one request's task when one of the m slots is free, and holds the slot
 * until it settles.
 */
export type Slot = <T>(task: () => Promise<T>) => Promise<T>;

/** The slot of a strategy that has only one request to send at a time. */
export const ownSlot: Slot = (task) => task();

/**
 * Asks for one address, and again after a failure that may pass, as often as the settings say. A slot is held for each
 * request, not while waiting to retry. Resolves with the body; rejects with the RequestError of the last attempt.
 */
export async function askWithRetries(
  path: string,
  client: FlagClient,
  slot: Slot,
  trace: Trace,
  keepBody: boolean,
  body?: string,
): Promise<Buffer> {
  const { retries, seed, timeScale } = client.settings;
  let lastFailure: unknown;
  for (let attempt = 1; ; attempt++) {
    try {
      return await slot(() => client.ask(path, trace, keepBody, body));
    } catch (failure) {
      // An attempt that was never made does not hide how the one before it went.
      if (failure instanceof GivenUpError) throw lastFailure ?? failure;
      lastFailure = failure;
      if (attempt > retries || client.signal.aborted || !isWorthRetrying(failure)) throw failure;
      const retryAfterMs = failure instanceof StatusError ? failure.retryAfterMs : undefined;
      await sleep(backoffMs({ seed, key: `GET ${path}`, attempt, timeScale, retryAfterMs }), client.signal);
    }
  }
}

/** Whether the same request may fare better later. */
function isWorthRetrying(failure: unknown): boolean {
  if (failure instanceof AnswerError) return false;
  return failure instanceof StatusError ? mayPass(failure.status) : failure instanceof RequestError;
}
