import { setImmediate as nextTurn } from 'node:timers/promises';
import { onAbort } from '../../lib/concurrency/on-abort.ts';

/**
 * Waits for a moment of a clock to a fraction of a millisecond, which timers alone do not: they count whole milliseconds.
 * Most of the time a timer waits; for the rest, under a millisecond, the event loop turns without pause. Ends at once, and
 * quietly, when the signal aborts.
 */
export async function untilMoment(momentMs: number, clock: () => number, signal: AbortSignal): Promise<void> {
  for (let leftMs = momentMs - clock(); leftMs > 0 && !signal.aborted; leftMs = momentMs - clock()) {
    if (leftMs < 1) await nextTurn();
    else await pause(Math.floor(leftMs), signal);
  }
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  using _listening = onAbort(signal, () => resolve());
  await promise;
  clearTimeout(timer);
}
