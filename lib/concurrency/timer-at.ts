/** The longest time that one timer can wait, in milliseconds. Node fires a timer that is set to more after 1 ms. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * Calls back at a moment of a clock, never before it and never before this returns, however far off the moment is. A timer
 * may fire up to a millisecond early, and a long wait takes several of them: only the clock says when it is over.
 *
 * @param momentMs in the clock's milliseconds
 * @returns cancels the call
 */
export function timerAt(momentMs: number, clock: () => number, call: () => void): () => void {
  const wakeUp = () => {
    if (clock() < momentMs) timer = setTimeout(wakeUp, timeoutMs(momentMs - clock()));
    else call();
  };
  let timer = setTimeout(wakeUp, timeoutMs(momentMs - clock()));
  return () => clearTimeout(timer);
}

function timeoutMs(leftMs: number): number {
  return Math.max(0, Math.min(Math.ceil(leftMs), LONGEST_TIMER_MS));
}
