/** How long a run is kept for whoever has started it, who may be gone without a word: each renewal begins that time again. */
export class Lease {
  readonly #ms: number;
  readonly #clock: () => number;
  #renewedMs: number;

  /**
   * @param ms how long it lasts
   * @param clock what time it is, in milliseconds
   */
  constructor(ms: number, clock: () => number) {
    this.#ms = ms;
    this.#clock = clock;
    this.#renewedMs = clock();
  }

  /** Begins its time again, also where it was over. */
  renew(): void {
    this.#renewedMs = this.#clock();
  }

  /** For how much longer it lasts without being renewed, in milliseconds; 0 once it is over. */
  get leftMs(): number {
    return Math.max(0, this.#renewedMs + this.#ms - this.#clock());
  }
}
