import { type Admitted, Semaphore } from '../../lib/concurrency/semaphore.ts';
import { isRefusal } from '../../lib/is-refusal.ts';
import { monotonicMs } from '../download/monotonic-clock.ts';
import type { ResolvedDownload } from '../download/resolve-download.ts';
import type { Slot } from '../item/ask-with-retries.ts';
import { AnswerError, RequestError, StatusError, TimeoutError } from '../item/request-error.ts';
import { AimdLimit } from './aimd-limit.ts';
import type { Limit, LimitSample } from './limit.ts';
import { Patience } from './patience.ts';
import { SilentStart } from './silent-start.ts';
import { VegasLimit } from './vegas-limit.ts';

/** Slots whose number follows a limit that learns from each request. Disposing of them ends their timer. */
export class AdaptiveSlots implements Disposable {
  readonly #limit: Limit;
  readonly #semaphore = new Semaphore(1);
  readonly #patience = new Patience();
  readonly #silentStart: SilentStart;

  constructor({ limitBy, m, timeScale }: ResolvedDownload) {
    this.#limit = limitBy === 'aimd' ? new AimdLimit(m) : new VegasLimit(m);
    this.#silentStart = new SilentStart(timeScale, (limit) => {
      this.#limit.raise(limit);
      this.#resize();
      return this.#limit.current < m;
    });
  }

  /** How many requests may be in flight at the moment. */
  get limit(): number {
    return this.#semaphore.limit;
  }

  /** Each item, with a slot, when the limit has room for it. */
  admit<I>(items: Iterable<I>): AsyncIterable<Admitted<I>> {
    return this.#semaphore.admit(items);
  }

  /**
   * The slots of an admitted item, and the limit learns from how each task in them went unless the signal has aborted. Once
   * the server has been given up, no task is called any more, and a GivenUpError is what became of it.
   */
  learnFrom(run: Slot, signal: AbortSignal): Slot {
    return (task) => run(() => this.#watch(task, signal));
  }

  [Symbol.dispose](): void {
    this.#silentStart[Symbol.dispose]();
  }

  async #watch<T>(task: () => Promise<T>, signal: AbortSignal): Promise<T> {
    this.#patience.check();
    this.#silentStart.begin();
    const inFlight = this.#semaphore.activeCount;
    const sentMs = monotonicMs();
    try {
      const result = await task();
      this.#learn({ sentMs, inFlight, endedMs: monotonicMs(), fate: 'answered' });
      return result;
    } catch (failure) {
      // What was called off says nothing of the server.
      if (!signal.aborted) this.#learnFailure(failure, sentMs, inFlight);
      throw failure;
    }
  }

  #learnFailure(failure: unknown, sentMs: number, inFlight: number): void {
    const endedMs = monotonicMs();
    const isLost = failure instanceof TimeoutError && this.#patience.isSilentSince(sentMs);
    const limitBefore = this.limit;
    this.#learn({ sentMs, inFlight, endedMs, fate: isLost ? 'lost' : isAnswer(failure) ? 'answered' : 'refused' });
    if (failure instanceof TimeoutError) this.#patience.timedOut(sentMs, endedMs, limitBefore, this.limit);
    else this.#patience.heard(endedMs);
  }

  #learn(sample: LimitSample): void {
    this.#silentStart[Symbol.dispose]();
    if (sample.fate === 'answered') this.#patience.heard(sample.endedMs);
    this.#limit.learn(sample);
    this.#resize();
  }

  #resize(): void {
    this.#semaphore.resize(Math.floor(this.#limit.current));
  }
}

/** A 404, a 418 or a page instead of a flag is an answer like any other. */
function isAnswer(failure: unknown): boolean {
  if (failure instanceof StatusError) return !isRefusal(failure.status);
  return failure instanceof AnswerError || !(failure instanceof RequestError);
}
