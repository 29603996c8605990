import { onAbort } from './on-abort.ts';
import { timerAt } from './timer-at.ts';

const clock = (): number => performance.now();

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
  const cancel = timerAt(clock() + ms, clock, resolve);
  using _listening = onAbort(signal, reject);
  try {
    await promise;
  } finally {
    cancel();
  }
}
