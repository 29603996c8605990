import { changed } from './changed.ts';

/**
 * Something that has happened or not, for tasks and threads alike: each waits in its own way. Its `shared` is what other
 * threads are given.
 *
 * @example
 * ```ts
 * import { UniversalEvent } from 'flaglab';
 * const event = new UniversalEvent();
 * const seen = event.wait().then(() => 'it happened');
 * event.set();
 * console.log(await seen, event.isSet); // it happened true
 * ```
 */
export class UniversalEvent {
  /** For another thread: `new UniversalEvent(shared)` there is the same event. */
  readonly shared: Int32Array<SharedArrayBuffer>;

  constructor(
    shared: Int32Array<SharedArrayBuffer> = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)),
  ) {
    this.shared = shared;
  }

  get isSet(): boolean {
    return isOdd(this.#changes);
  }

  /** Lets go all who wait for it, and all who come. */
  set(): void {
    this.#change((changes) => !isOdd(changes));
    Atomics.notify(this.shared, 0);
  }

  /** Has those who come wait again. */
  clear(): void {
    this.#change(isOdd);
  }

  /** Waits until it is set, be it for a moment. Rejects with `signal.reason` when the signal aborts first. */
  async wait(signal?: AbortSignal): Promise<void> {
    const before = this.#changes;
    while (!isOdd(before) && this.#changes === before) await changed(this.shared, 0, before, signal);
  }

  /**
   * The same for a thread that has nothing else to do: it stands still meanwhile.
   *
   * @param timeoutMs how long at most; default: for ever
   * @returns whether it was set
   */
  waitBlocking(timeoutMs = Number.POSITIVE_INFINITY): boolean {
    const endMs = performance.now() + timeoutMs;
    const before = this.#changes;
    while (!isOdd(before) && this.#changes === before) {
      if (Atomics.wait(this.shared, 0, before, endMs - performance.now()) === 'timed-out') break;
    }
    return isOdd(before) || this.#changes !== before;
  }

  /** How often it was set or cleared: who has waited sees by it that it was set, though it is cleared again. */
  get #changes(): number {
    return Atomics.load(this.shared, 0);
  }

  #change(isWanted: (changes: number) => boolean): void {
    for (let changes = this.#changes; isWanted(changes); changes = this.#changes) {
      if (Atomics.compareExchange(this.shared, 0, changes, (changes + 1) | 0) === changes) return;
    }
  }
}

/** It is set after each first of two changes. */
function isOdd(changes: number): boolean {
  return (changes & 1) === 1;
}
