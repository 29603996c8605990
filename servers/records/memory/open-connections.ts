import type { ClosedConnections } from './closed-connections.ts';

/**
 * Which connections are open of those that brought requests. It is worked out when somebody asks, from what has happened since
 * the last time: a request itself is not held up by it.
 */
export class OpenConnections {
  readonly #open = new Set<number>();
  readonly #connections: Uint32Array;
  readonly #closed: ClosedConnections;
  #seenRequests = 0;
  #seenClosed = 0;

  /** @param connections of each request that is remembered, its number modulo their count being its place */
  constructor(connections: Uint32Array, closed: ClosedConnections) {
    this.#connections = connections;
    this.#closed = closed;
  }

  /** How many, after so many requests in all. */
  count(requests: number): number {
    const capacity = this.#connections.length;
    if (this.#closed.count - this.#seenClosed > capacity) this.#open.clear();
    for (let id = Math.max(this.#seenRequests, requests - capacity, 0); id < requests; id++) {
      this.#open.add(this.#connections[id % capacity]!);
    }
    for (const connection of this.#closed.from(this.#seenClosed)) this.#open.delete(connection);
    this.#seenRequests = requests;
    this.#seenClosed = this.#closed.count;
    return this.#open.size;
  }

  /** To be called when the closed connections have been forgotten, all of which have been seen. */
  forgotten(): void {
    this.#seenClosed = 0;
  }
}
