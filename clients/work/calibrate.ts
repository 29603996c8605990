import { hashRounds } from './hash-rounds.ts';

/** One sample, of about ten milliseconds: as long as work is, garbage collection and all, and too short for most to be interrupted. */
const SAMPLE_ROUNDS = 4000;

/** So many samples, which take about a fifth of a second. The first one is that in which the code is compiled. */
const SAMPLES = 19;

/** What a calibration measures, and by which clock. */
export interface Calibrated {
  /** Computes so many rounds; default {@link hashRounds}. */
  readonly compute?: (rounds: number) => unknown;
  /** Milliseconds since some moment; default `performance.now`. */
  readonly nowMs?: () => number;
}

/**
 * How many rounds of hashing a core of this machine does in a millisecond: by the median of several samples, which neither
 * the few that were interrupted change nor the luck of the quickest, by which all work would take longer than it should.
 */
export function roundsPerMs({ compute = hashRounds, nowMs = () => performance.now() }: Calibrated = {}): number {
  const samplesMs = Array.from({ length: SAMPLES }, () => {
    const startMs = nowMs();
    compute(SAMPLE_ROUNDS);
    return nowMs() - startMs;
  }).sort((a, b) => a - b);
  return SAMPLE_ROUNDS / samplesMs[Math.floor(SAMPLES / 2)]!;
}

/** How many rounds take so long on a core that does so many in a millisecond: at least 1. */
export function roundsFor(ms: number, perMs: number): number {
  return Math.max(1, Math.round(ms * perMs));
}
