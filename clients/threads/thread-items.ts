import { ItemQueue, type QueuedItem } from './item-queue.ts';
import type { ThreadTask } from './thread-task.ts';

/** In a thread of a pool: the items that it takes from the queue of all threads, one by one, until the download is cancelled. */
export class ThreadItems implements Iterable<QueuedItem> {
  readonly #queue: ItemQueue;
  readonly #holder: number;
  readonly #signal: AbortSignal;

  constructor({ queue, holder }: ThreadTask, signal: AbortSignal) {
    this.#queue = new ItemQueue(queue);
    this.#holder = holder;
    this.#signal = signal;
  }

  /** The next item that nobody has taken; undefined when there is none. */
  take(): QueuedItem | undefined {
    return this.#signal.aborted ? undefined : this.#queue.take(this.#holder);
  }

  *[Symbol.iterator](): Generator<QueuedItem, void, void> {
    for (let item = this.take(); item !== undefined; item = this.take()) yield item;
  }

  /** Comes round as long as there may be an item: for a thread that waits for a slot first, and takes its item then. */
  *turns(): Generator<void, void, void> {
    while (!this.#signal.aborted && !this.#queue.isEmpty) yield;
  }
}
