import { changed } from './changed.ts';

const SET = 1;

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
    return Atomics.load(this.shared, 0) === SET;
  }

  /** Lets go all who wait for it, and all who come. */
  set(): void {
    Atomics.store(this.shared, 0, SET);
    Atomics.notify(this.shared, 0);
  }

  /** Has those who come wait again. */
  clear(): void {
    Atomics.store(this.shared, 0, 0);
  }

  /** Waits until it is set. Rejects with `signal.reason` when the signal aborts first. */
  async wait(signal?: AbortSignal): Promise<void> {
    while (!this.isSet) await changed(this.shared, 0, 0, signal);
  }

  /**
   * The same for a thread that has nothing else to do: it stands still meanwhile.
   *
   * @param timeoutMs how long at most; default: for ever
   * @returns whether it is set
   */
  waitBlocking(timeoutMs = Number.POSITIVE_INFINITY): boolean {
    const endMs = performance.now() + timeoutMs;
    while (!this.isSet) {
      if (Atomics.wait(this.shared, 0, 0, endMs - performance.now()) === 'timed-out') return this.isSet;
    }
    return true;
  }
}
