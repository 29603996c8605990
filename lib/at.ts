/** The longest time that one Node timer can wait. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/**
 * Calls back at a moment of a clock, never before it. Node's timers count whole milliseconds from when the event loop
 * last looked at the clock, so one can fire up to a millisecond early; then it is set again.
 *
 * @param momentMs in the clock's milliseconds; a moment that has passed calls back at once, before this returns
 * @returns cancels the call
 */
export function at(momentMs: number, clock: () => number, call: () => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  const wait = () => {
    const leftMs = momentMs - clock();
    if (leftMs <= 0) call();
    else timer = setTimeout(wait, Math.min(Math.ceil(leftMs), MAX_TIMER_MS));
  };
  wait();
  return () => clearTimeout(timer);
}
