import { hashRounds } from './hash-rounds.ts';

/** One sample: so short that most of them are not interrupted by other programs. */
const SAMPLE_ROUNDS = 100;

/** So many samples, which take about a tenth of a second. The first ones are those in which the code is compiled. */
const SAMPLES = 250;

/** What a calibration measures, and by which clock. */
export interface Calibrated {
  /** Computes so many rounds; default {@link hashRounds}. */
  readonly compute?: (rounds: number) => unknown;
  /** Milliseconds since some moment; default `performance.now`. */
  readonly nowMs?: () => number;
}

/**
 * How many rounds of hashing a core of this machine does in a millisecond: by the quickest of many short samples, since
 * whatever else the machine has to do can only make them longer.
 */
export function roundsPerMs({ compute = hashRounds, nowMs = () => performance.now() }: Calibrated = {}): number {
  let leastMs = Number.POSITIVE_INFINITY;
  for (let sample = 0; sample < SAMPLES; sample++) {
    const startMs = nowMs();
    compute(SAMPLE_ROUNDS);
    leastMs = Math.min(leastMs, nowMs() - startMs);
  }
  return SAMPLE_ROUNDS / leastMs;
}

/** How many rounds take so long on a core that does so many in a millisecond: at least 1. */
export function roundsFor(ms: number, perMs: number): number {
  return Math.max(1, Math.round(ms * perMs));
}
