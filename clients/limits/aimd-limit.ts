import type { Limit, LimitSample } from './limit.ts';

/** What is left of the limit after a request was refused. */
const BACK_OFF_RATIO = 0.9;

/**
 * Additive increase, multiplicative decrease: one more for each good answer, a tenth less for each refusal (Chiu and Jain,
 * "Analysis of the Increase and Decrease Algorithms", 1989; the ratio is that of Netflix's concurrency-limits). It finds
 * a server's end by running into it.
 */
export class AimdLimit implements Limit {
  readonly #max: number;
  #current = 1;

  constructor(max: number) {
    this.#max = max;
  }

  get current(): number {
    return this.#current;
  }

  raise(limit: number): void {
    this.#current = Math.min(this.#max, Math.max(this.#current, limit));
  }

  learn({ inFlight, fate }: LimitSample): void {
    if (fate === 'lost') this.#current = 1;
    else if (fate === 'refused') this.#current = Math.max(1, this.#current * BACK_OFF_RATIO);
    // A limit that was not used has not been shown to hold.
    else if (inFlight * 2 >= this.#current) this.#current = Math.min(this.#max, this.#current + 1);
  }
}
