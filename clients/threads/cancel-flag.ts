/**
 * Tells all threads of a download to stop. It is one shared word of memory: raising it reaches each thread, also one that
 * is just starting, without a message to each.
 */
export class CancelFlag {
  readonly #word: Int32Array<SharedArrayBuffer>;
  readonly #controller = new AbortController();

  /** @param buffer another flag's buffer, to be the same flag in another thread */
  constructor(buffer: SharedArrayBuffer = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)) {
    this.#word = new Int32Array(buffer);
  }

  /** What the other threads make theirs of. */
  get buffer(): SharedArrayBuffer {
    return this.#word.buffer;
  }

  /** Whether it has been raised, in this thread or another. */
  get isRaised(): boolean {
    return Atomics.load(this.#word, 0) !== 0;
  }

  /** Aborts the signal of every thread that watches the flag. */
  raise(): void {
    Atomics.store(this.#word, 0, 1);
    Atomics.notify(this.#word, 0);
  }

  /** Aborts when the flag is raised, in this thread or another. The waiting keeps no thread alive. */
  watch(): AbortSignal {
    const waiting = Atomics.waitAsync(this.#word, 0, 0);
    if (waiting.async) void waiting.value.then(() => this.#controller.abort());
    else this.#controller.abort();
    return this.#controller.signal;
  }
}
