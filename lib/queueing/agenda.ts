interface Entry {
  readonly atMs: number;
  readonly call: () => void;
}

/** What is still to happen in a simulation: soonest first; of two for the same moment, the one entered first. */
export class Agenda {
  /** Latest first, so that the next one is taken from the end. */
  readonly #entries: Entry[] = [];
  #nowMs = 0;

  /** The moment that the simulation has come to. */
  get nowMs(): number {
    return this.#nowMs;
  }

  /** Enters what is to happen at a moment; what has no such moment, at Infinity, never does. */
  at(atMs: number, call: () => void): void {
    if (atMs === Number.POSITIVE_INFINITY) return;
    let [low, high] = [0, this.#entries.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#entries[middle]!.atMs > atMs) low = middle + 1;
      else high = middle;
    }
    this.#entries.splice(low, 0, { atMs, call });
  }

  /** Lets everything happen, and what comes of it. */
  run(): void {
    for (let entry = this.#entries.pop(); entry !== undefined; entry = this.#entries.pop()) {
      this.#nowMs = entry.atMs;
      entry.call();
    }
  }
}
