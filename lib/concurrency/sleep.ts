import { onAbort } from './on-abort.ts';

/** The longest wait one timer can hold, in ms. Node.js fires a timer that is set to more after 1 ms. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * Waits `ms` milliseconds: never less, by the monotonic clock, and however many. `Infinity` waits until `signal` aborts.
 * A sleeping promise keeps the process alive; one that has ended leaves no timer and no listener behind.
 *
 * Rejects with `signal.reason` when the signal aborts or has aborted already, and with a TypeError when `ms` is negative or NaN.
 *
 * @example
 * ```ts
 * import { sleep } from 'flaglab';
 * const before = performance.now();
 * await sleep(20);
 * console.log(performance.now() - before >= 20); // true
 * const tooLong = sleep(60_000, AbortSignal.timeout(20));
 * console.log(await tooLong.catch((reason: Error) => reason.name)); // TimeoutError
 * ```
 */
export async function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  if (!(ms >= 0)) throw new TypeError(`Expected \`ms\` to be a number of at least 0, got ${ms}`);
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const endsAt = performance.now() + ms;
  let timer: NodeJS.Timeout | undefined;
  const setTimer = (leftMs: number) => {
    timer = setTimeout(wakeUp, Math.min(Math.ceil(leftMs), LONGEST_TIMER_MS));
  };
  // A timer may fire up to 1 ms early, and a long wait takes several of them: only the clock says when it is over.
  const wakeUp = () => {
    const leftMs = endsAt - performance.now();
    if (leftMs > 0) setTimer(leftMs);
    else resolve();
  };

  setTimer(ms);
  using _listening = onAbort(signal, reject);
  try {
    await promise;
  } finally {
    clearTimeout(timer);
  }
}
