/** Remembers when connections closed that brought requests, so many at most. */
export class ClosedConnections {
  // A Map of as many would take ten times their memory.
  #connections: Uint32Array;
  #closedMs: Float64Array;
  readonly #clock: () => number;
  #count = 0;

  /** @param capacity as many as there are requests remembered: no connection before that brought one of them */
  constructor(capacity: number, clock: () => number) {
    this.#connections = new Uint32Array(capacity);
    this.#closedMs = new Float64Array(capacity);
    this.#clock = clock;
  }

  /** A connection has closed. */
  readonly add = (connection: number): void => {
    const slot = this.#count++ % this.#connections.length;
    this.#connections[slot] = connection;
    this.#closedMs[slot] = this.#clock();
  };

  /** When each has closed, by its number, in milliseconds since a moment of the clock. */
  since(startMs: number): ReadonlyMap<number, number> {
    const capacity = this.#connections.length;
    const closed = new Map<number, number>();
    for (let i = Math.max(0, this.#count - capacity); i < this.#count; i++)
      closed.set(this.#connections[i % capacity]!, this.#closedMs[i % capacity]! - startMs);
    return closed;
  }

  /** Makes place for so many. */
  grow(capacity: number): void {
    const [connections, closedMs, before] = [this.#connections, this.#closedMs, this.#connections.length];
    this.#connections = new Uint32Array(capacity);
    this.#closedMs = new Float64Array(capacity);
    for (let i = Math.max(0, this.#count - before); i < this.#count; i++) {
      this.#connections[i % capacity] = connections[i % before]!;
      this.#closedMs[i % capacity] = closedMs[i % before]!;
    }
  }

  /** How many there were since they were last forgotten. */
  get count(): number {
    return this.#count;
  }

  /** The numbers of those after so many, as far as they are remembered. */
  *from(count: number): Iterable<number> {
    const capacity = this.#connections.length;
    for (let i = Math.max(count, this.#count - capacity); i < this.#count; i++) yield this.#connections[i % capacity]!;
  }

  /** Forgets them all. */
  clear(): void {
    this.#count = 0;
  }
}
