import type { Limit, LimitSample } from './limit.ts';

/** What is left of the limit after a request was dropped. */
const BACK_OFF_RATIO = 0.9;

/** How much longer than usual requests may take before the limit shrinks. */
const TOLERANCE = 1.5;

/** How many requests more than seem to be served at once are let through, so that growth is tried. */
const QUEUE = 4;

/** How much the limit grows with each answer until requests first begin to queue: it quadruples with each round trip. */
const START_GROWTH = 3;

/** The share of the new limit in each step. */
const SMOOTHING = 0.2;

/** How little a request counts that took longer than tolerated: queueing must not become what is usual. */
const OUTLIER_WEIGHT = 0.1;

/** How many samples the usual duration is averaged over, and how many it takes to begin. */
const LONG_WINDOW = 600;
const WARM_UP = 10;

/**
 * Compares how long a request took with how long requests usually take: as long as that does not grow, the limit does;
 * when requests begin to queue, it shrinks. After Gradient2 of Netflix's concurrency-limits, with a start at 1 instead of
 * 20, quick growth until the first sign of a queue, and a back-off on drops, which there is left to others.
 */
export class Gradient2Limit implements Limit {
  readonly #max: number;
  #current = 1;
  #usualMs = 0;
  #samples = 0;
  #starting = true;

  constructor(max: number) {
    this.#max = max;
  }

  get current(): number {
    return this.#current;
  }

  learn({ rttMs, inFlight, dropped }: LimitSample): void {
    if (dropped) {
      this.#starting = false;
      this.#current = Math.max(1, this.#current * BACK_OFF_RATIO);
      return;
    }
    this.#average(rttMs);
    // A limit that was not used has not been shown to hold.
    if (inFlight * 2 < this.#current) return;
    this.#starting &&= rttMs <= TOLERANCE * this.#usualMs;
    if (this.#starting) {
      this.#current = Math.min(this.#max, this.#current + START_GROWTH);
      return;
    }
    const gradient = Math.max(0.5, Math.min(1, (TOLERANCE * this.#usualMs) / rttMs));
    const wanted = this.#current * gradient + QUEUE;
    this.#current = Math.min(this.#max, Math.max(1, this.#current * (1 - SMOOTHING) + wanted * SMOOTHING));
  }

  /** A plain mean of the first samples, an exponential one from then on. */
  #average(rttMs: number): void {
    this.#samples += 1;
    const steady = rttMs > TOLERANCE * this.#usualMs ? OUTLIER_WEIGHT : 1;
    const weight = this.#samples <= WARM_UP ? 1 / this.#samples : (2 / (LONG_WINDOW + 1)) * steady;
    this.#usualMs += (rttMs - this.#usualMs) * weight;
    // After a slow spell the usual comes back quickly, or the limit would grow on its strength.
    if (this.#usualMs / rttMs > 2) this.#usualMs *= 0.95;
  }
}
