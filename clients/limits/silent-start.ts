import { timerAt } from '../../lib/concurrency/timer-at.ts';
import { monotonicMs } from '../download/monotonic-clock.ts';

/** After this time the second request may be sent, if nothing has come back yet. */
const SECOND_REQUEST_MS = 33;

/** How long each wait is. */
const TICK_MS = 1;

/** The most of a wait that counts, unscaled, and scaled: what a busy client has missed is not the server's silence. */
const MOST_COUNTED_MS = 2;
const MOST_COUNTED_SCALED_MS = 10;

/**
 * What lets more requests go while there is no answer to learn from. A server that takes half a second is not a busy one,
 * and to ask it one by one until it has answered would cost a second. So the limit grows with the square of the time: 10 after
 * a tenth of a second, 58 after a quarter, 230 after half of one. A quick server has answered before that fills its queue.
 */
export class SilentStart implements Disposable {
  readonly #timeScale: number;
  readonly #raise: (limit: number) => boolean;
  #silentMs = 0;
  #hasBegun = false;
  #cancel: (() => void) | undefined;

  /**
   * @param timeScale multiplies the time, as it does the servers' delays
   * @param raise is called with ever higher limits until it says that there is nothing left to raise
   */
  constructor(timeScale: number, raise: (limit: number) => boolean) {
    this.#timeScale = timeScale;
    this.#raise = raise;
  }

  /** The first request is being sent. Later calls do nothing. */
  begin(): void {
    if (this.#hasBegun) return;
    this.#hasBegun = true;
    this.#wait(monotonicMs());
  }

  /** Something has come back. */
  [Symbol.dispose](): void {
    this.#hasBegun = true;
    this.#cancel?.();
  }

  #wait(sinceMs: number): void {
    this.#cancel = timerAt(sinceMs + TICK_MS, monotonicMs, () => {
      const nowMs = monotonicMs();
      const mostMs = Math.max(MOST_COUNTED_MS, MOST_COUNTED_SCALED_MS * this.#timeScale);
      this.#silentMs += Math.min(mostMs, nowMs - sinceMs) / this.#timeScale;
      if (this.#raise(1 + (this.#silentMs / SECOND_REQUEST_MS) ** 2)) this.#wait(nowMs);
    });
  }
}
