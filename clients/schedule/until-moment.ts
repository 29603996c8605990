import { setImmediate as nextTurn } from 'node:timers/promises';
import { at } from '../../lib/at.ts';
import { onAbort } from '../../lib/concurrency/on-abort.ts';

/**
 * Waits for a moment of a clock to a fraction of a millisecond, which timers alone do not: they count whole milliseconds.
 * Most of the time a timer waits; for the rest, under a millisecond, the event loop turns without pause. Ends at once, and
 * quietly, when the signal aborts.
 */
export async function untilMoment(momentMs: number, clock: () => number, signal: AbortSignal): Promise<void> {
  await pauseUntil(momentMs - 1, clock, signal);
  while (clock() < momentMs && !signal.aborted) await nextTurn();
}

async function pauseUntil(momentMs: number, clock: () => number, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const cancel = at(momentMs, clock, resolve);
  using _listening = onAbort(signal, () => resolve());
  await promise;
  cancel();
}
