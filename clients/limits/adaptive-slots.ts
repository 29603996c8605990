import { type Admitted, Semaphore } from '../../lib/concurrency/semaphore.ts';
import type { LimitName } from '../download/download.ts';
import { monotonicMs } from '../download/monotonic-clock.ts';
import type { Slot } from '../item/download-one.ts';
import { RequestError, StatusError } from '../item/request-error.ts';
import { AimdLimit } from './aimd-limit.ts';
import { Gradient2Limit } from './gradient2-limit.ts';
import type { Limit } from './limit.ts';

/** Statuses by which a server says that it has too much to do. */
const REFUSALS = [429, 503];

/** Slots whose number follows a limit that learns from each request. */
export class AdaptiveSlots {
  readonly #limit: Limit;
  readonly #semaphore = new Semaphore(1);

  constructor(name: LimitName, max: number) {
    this.#limit = name === 'aimd' ? new AimdLimit(max) : new Gradient2Limit(max);
  }

  /** How many requests may be in flight at the moment. */
  get limit(): number {
    return this.#semaphore.limit;
  }

  /** Each item, with a slot, when the limit has room for it. */
  admit<I>(items: Iterable<I>): AsyncIterable<Admitted<I>> {
    return this.#semaphore.admit(items);
  }

  /** The slots of an admitted item, and the limit learns from how each task in them went unless the signal has aborted. */
  learnFrom(run: Slot, signal: AbortSignal): Slot {
    return (task) => run(() => this.#watch(task, signal));
  }

  async #watch<T>(task: () => Promise<T>, signal: AbortSignal): Promise<T> {
    const inFlight = this.#semaphore.activeCount;
    const sentMs = monotonicMs();
    const learn = (dropped: boolean) => {
      this.#limit.learn({ rttMs: monotonicMs() - sentMs, inFlight, dropped });
      this.#semaphore.resize(Math.floor(this.#limit.current));
    };
    try {
      const result = await task();
      learn(false);
      return result;
    } catch (failure) {
      // A 404 or a 418 is an answer like any other; what was called off says nothing of the server.
      if (!signal.aborted) learn(isDrop(failure));
      throw failure;
    }
  }
}

function isDrop(failure: unknown): boolean {
  if (failure instanceof StatusError) return REFUSALS.includes(failure.status);
  return failure instanceof RequestError;
}
