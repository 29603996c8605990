import { type Admitted, Semaphore } from '../../lib/concurrency/semaphore.ts';
import { sleep } from '../../lib/concurrency/sleep.ts';
import { monotonicMs } from '../download/monotonic-clock.ts';
import type { ResolvedDownload } from '../download/resolve-download.ts';
import type { Slot } from '../item/ask-with-retries.ts';
import { RequestError, StatusError } from '../item/request-error.ts';
import { Pace, type Turn } from './pace.ts';

/** Whether a server says that requests come too fast. A 503 without Retry-After may have any other cause. */
function asksToWait(failure: unknown): failure is StatusError {
  return failure instanceof StatusError && (failure.status === 429 || failure.retryAfterMs !== undefined);
}

/** At most m slots, and a pace at which requests are sent in them, which learns from each request. */
export class PacedSlots {
  readonly #semaphore: Semaphore;
  readonly #turns = new Semaphore(1);
  readonly #pace: Pace;

  constructor({ m, seed }: ResolvedDownload) {
    this.#semaphore = new Semaphore(m);
    this.#pace = new Pace(seed);
  }

  /** Each item, with a slot, when one is free. */
  admit<I>(items: Iterable<I>): AsyncIterable<Admitted<I>> {
    return this.#semaphore.admit(items);
  }

  /**
   * The slots of an admitted item, in which each task waits for its turn, first come first served, unless the signal aborts;
   * the pace learns from how it went. Once the server has been given up, a GivenUpError is what became of a task.
   */
  inTurn(run: Slot, signal: AbortSignal): Slot {
    return (task) => run(async () => this.#watch(await this.#turn(signal), task));
  }

  #turn(signal: AbortSignal): Promise<Turn> {
    return this.#turns.run(async () => {
      for (;;) {
        this.#pace.check();
        const waitMs = this.#pace.waitMs(monotonicMs());
        if (waitMs === 0) return this.#pace.take(monotonicMs());
        await sleep(waitMs, signal);
      }
    }, signal);
  }

  async #watch<T>(turn: Turn, task: () => Promise<T>): Promise<T> {
    try {
      const result = await task();
      this.#pace.admitted();
      return result;
    } catch (failure) {
      if (asksToWait(failure)) this.#pace.refused(turn, monotonicMs(), failure.retryAfterMs);
      else if (failure instanceof StatusError || !(failure instanceof RequestError)) this.#pace.admitted();
      throw failure;
    }
  }
}
