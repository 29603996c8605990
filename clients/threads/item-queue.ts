/** One item of a download. Its code may come more than once; its index is its own. */
export interface QueuedItem {
  readonly index: number;
  readonly code: string;
}

/** What another thread makes the same queue of. */
export interface SharedQueue {
  readonly next: SharedArrayBuffer;
  readonly holders: SharedArrayBuffer;
  readonly codes: SharedArrayBuffer;
  readonly ends: SharedArrayBuffer;
}

/** Stands where a holder's number would. */
const ANSWERED = -1;

/**
 * The items of a download, in memory that all its threads share: a counter says which is next, so that a thread takes one
 * without a message to anybody, and each item says who holds it, so that those of a thread that dies are not lost.
 * The codes are there once, however many threads there are.
 */
export class ItemQueue {
  readonly shared: SharedQueue;
  readonly #next: Int32Array;
  readonly #holders: Int32Array;
  readonly #codes: Buffer;
  readonly #ends: Uint32Array;

  /** A queue of these codes, in their order. */
  static of(codes: readonly string[]): ItemQueue {
    const text = codes.join('');
    const queue = new ItemQueue({
      next: new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT),
      holders: new SharedArrayBuffer(codes.length * Int32Array.BYTES_PER_ELEMENT),
      codes: new SharedArrayBuffer(Buffer.byteLength(text)),
      ends: new SharedArrayBuffer(codes.length * Uint32Array.BYTES_PER_ELEMENT),
    });
    queue.#codes.write(text);
    let end = 0;
    for (const [index, code] of codes.entries()) {
      end += Buffer.byteLength(code);
      queue.#ends[index] = end;
    }
    return queue;
  }

  /** @param shared another queue's, to be the same queue in another thread */
  constructor(shared: SharedQueue) {
    this.shared = shared;
    this.#next = new Int32Array(shared.next);
    this.#holders = new Int32Array(shared.holders);
    this.#codes = Buffer.from(shared.codes);
    this.#ends = new Uint32Array(shared.ends);
  }

  /** Whether every item has been taken. */
  get isEmpty(): boolean {
    return Atomics.load(this.#next, 0) >= this.#ends.length;
  }

  /**
   * Takes the next item; undefined when there is none.
   *
   * @param holder who takes it: a number from 1
   */
  take(holder: number): QueuedItem | undefined {
    if (this.isEmpty) return undefined;
    const index = Atomics.add(this.#next, 0, 1);
    if (index >= this.#ends.length) return undefined; // Another thread was quicker.
    Atomics.store(this.#holders, index, holder);
    return { index, code: this.#codes.toString('utf8', this.#ends[index - 1] ?? 0, this.#ends[index]) };
  }

  /** Notes that an item has its outcome. */
  answer(index: number): void {
    Atomics.store(this.#holders, index, ANSWERED);
  }

  /** The items without an outcome, by their indices: those of one holder, or all of them. */
  unanswered(holder?: number): number[] {
    const indices: number[] = [];
    for (const [index, of] of this.#holders.entries()) {
      if (of !== ANSWERED && (holder === undefined || of === holder)) indices.push(index);
    }
    return indices;
  }
}
