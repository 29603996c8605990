import type { ClosedConnections } from './closed-connections.ts';
import type { RecordColumns } from './record-columns.ts';

/**
 * Which connections are open of those that brought requests. It is worked out when somebody asks, from what has happened since
 * the last time: a request itself is not held up by it.
 */
export class OpenConnections {
  readonly #open = new Set<number>();
  readonly #columns: Pick<RecordColumns, 'connections'>;
  readonly #closed: ClosedConnections;
  #seenRequests = 0;
  #seenClosed = 0;

  /** @param columns the connection of each request that is remembered, its number modulo their count being its place */
  constructor(columns: Pick<RecordColumns, 'connections'>, closed: ClosedConnections) {
    this.#columns = columns;
    this.#closed = closed;
  }

  /** How many, after so many requests in all. */
  count(requests: number): number {
    const { connections } = this.#columns;
    const capacity = connections.length;
    if (this.#closed.count - this.#seenClosed > capacity) this.#open.clear();
    for (let id = Math.max(this.#seenRequests, requests - capacity, 0); id < requests; id++) {
      this.#open.add(connections[id % capacity]!);
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
