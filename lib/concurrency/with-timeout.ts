import { isCancellation } from './is-cancellation.ts';
import type { Task } from './task-group.ts';

/** The longest time that a timer can wait: 24 days. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/**
 * Calls a task off after `ms` milliseconds, and waits until it has ended. Throws a TimeoutError when that was why it failed; a
 * task that returns all the same has done its work. Throws a TypeError unless `ms` is a number from 0; Infinity is never.
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
  if (!(ms >= 0)) throw new TypeError(`Expected \`ms\` to be a number of milliseconds from 0, got ${ms}`);
  signal?.throwIfAborted();
  // Timers know whole milliseconds, and no longer time; nothing lasts as long.
  const timeout = AbortSignal.timeout(Math.min(Math.ceil(ms), MAX_TIMER_MS));
  try {
    return await task(signal === undefined ? timeout : AbortSignal.any([timeout, signal]));
  } catch (error) {
    if (timeout.aborted && isCancellation(error, timeout.reason)) throw timeout.reason;
    throw error;
  }
}
