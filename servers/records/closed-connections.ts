/** Remembers when connections closed that brought requests, so many at most. */
export class ClosedConnections {
  readonly #closed = new Map<number, number>();
  readonly #capacity: number;
  readonly #clock: () => number;

  /** @param capacity as many as there are requests remembered: no connection before that brought one of them */
  constructor(capacity: number, clock: () => number) {
    this.#capacity = capacity;
    this.#clock = clock;
  }

  /** A connection has closed. */
  readonly add = (connection: number): void => {
    this.#closed.set(connection, this.#clock());
    if (this.#closed.size > this.#capacity) this.#closed.delete(this.#closed.keys().next().value!);
  };

  /** When each has closed, by its number, in milliseconds since a moment of the clock. */
  since(startMs: number): ReadonlyMap<number, number> {
    return new Map(Array.from(this.#closed, ([connection, ms]) => [connection, ms - startMs]));
  }

  /** Forgets them all. */
  clear(): void {
    this.#closed.clear();
  }
}
