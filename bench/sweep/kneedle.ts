import { extent, median } from 'simple-statistics';
import { measurementsByLevel } from './measurements-by-level.ts';
import type { ThroughputMeasurement } from './usl-fit.ts';

/** Fewer distinct levels have no bend. */
const LEVELS_NEEDED = 3;

/** S: how far the curve must fall behind before a bend is believed, in mean steps of m; 1, as the paper says. */
const SENSITIVITY = 1;

/**
 * The knee of a sweep by Kneedle (Satopää, Albrecht, Irwin & Raghavan, "Finding a 'Kneedle' in a Haystack: Detecting Knee
 * Points in System Behavior", ICDCS Workshops 2011), for a concave curve that rises, without smoothing: repetitions of a
 * level become their median.
 *
 * Both axes are normalised to 0..1 by their smallest and largest value, m as it is and not its logarithm. The knee is the
 * first local maximum of the difference d = y − x after which d falls below that maximum − S · (the mean step of x) before
 * it rises to the next one.
 *
 * @returns the m of the knee, one of the levels measured; undefined when there is none
 * @throws TypeError when an m is below 1 or a throughput is negative or not finite.
 */
export function kneedle(measurements: readonly ThroughputMeasurement[]): number | undefined {
  const levels = measurementsByLevel(measurements, ({ throughput }) => throughput);
  if (levels.length < LEVELS_NEEDED) return undefined;
  const x = normalised(levels.map(({ m }) => m));
  const y = normalised(levels.map(({ values }) => median([...values])));
  const difference = y.map((value, i) => value - x[i]!);
  const knee = firstKnee(difference, SENSITIVITY / (levels.length - 1));
  return knee === undefined ? undefined : levels[knee]!.m;
}

function normalised(values: number[]): number[] {
  const [low, high] = extent(values);
  return values.map((value) => (high === low ? 0 : (value - low) / (high - low)));
}

/** The index of the first maximum that the curve then leaves by more than `drop`. The steps of x sum to 1. */
function firstKnee(difference: readonly number[], drop: number): number | undefined {
  let candidate: number | undefined;
  for (let i = 1; i < difference.length; i++) {
    const here = difference[i]!;
    const isMaximum = here > difference[i - 1]! && here >= (difference[i + 1] ?? Infinity);
    if (isMaximum) candidate = i;
    else if (candidate !== undefined && here < difference[candidate]! - drop) return candidate;
  }
  return undefined;
}
