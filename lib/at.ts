import { timerAt } from './concurrency/timer-at.ts';

/**
 * Calls back at a moment of a clock, never before it.
 *
 * @param momentMs in the clock's milliseconds; a moment that has passed calls back at once, before this returns
 * @returns cancels the call
 */
export function at(momentMs: number, clock: () => number, call: () => void): () => void {
  if (momentMs > clock()) return timerAt(momentMs, clock, call);
  call();
  return () => {};
}
