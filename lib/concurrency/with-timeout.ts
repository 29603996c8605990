import { isCancellation } from './is-cancellation.ts';
import type { Task } from './task-group.ts';

/**
 * Calls a task off after `ms` milliseconds, and waits until it has ended. Throws a TimeoutError when that was why it failed; a
 * task that returns all the same has done its work.
 *
 * @param signal calls the task off before, with its reason
 *
 * @example
 * ```ts
 * import { sleep, withTimeout } from 'flaglab';
 * const slow = (signal: AbortSignal) => sleep(60_000, signal);
 * console.log(await withTimeout(20, slow).catch((error: Error) => error.name)); // TimeoutError
 * ```
 */
export async function withTimeout<T>(ms: number, task: Task<T>, signal?: AbortSignal): Promise<T> {
  signal?.throwIfAborted();
  const timeout = AbortSignal.timeout(ms);
  try {
    return await task(signal === undefined ? timeout : AbortSignal.any([timeout, signal]));
  } catch (error) {
    if (timeout.aborted && isCancellation(error, timeout.reason)) throw timeout.reason;
    throw error;
  }
}
