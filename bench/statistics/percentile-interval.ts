import { errorFunction } from 'simple-statistics';
import type { Interval } from './estimate.ts';
import { studentTQuantile } from './student-t.ts';

/**
 * The bootstrap percentile interval (Efron & Tibshirani, "An Introduction to the Bootstrap", 1993, ch. 13): the draws
 * that leave the share `tail` below and above. Draws that are not a number are left out; undefined when none remains.
 */
export function percentileInterval(draws: readonly number[], tail: number): Interval | undefined {
  const sorted = Float64Array.from(draws.filter((value) => !Number.isNaN(value))).sort();
  if (sorted.length === 0) return undefined;
  // Whole ranks, rounded outwards: between a finite draw and an infinite one there is nothing to interpolate.
  const rank = Math.max(0, Math.floor((sorted.length + 1) * tail) - 1);
  return { low: sorted[rank]!, high: sorted[sorted.length - 1 - rank]! };
}

/**
 * The tail to cut from a bootstrap's draws so that a small sample's interval is not too narrow: the one that Student's t
 * would cut from a normal distribution (Hesterberg, "What Teachers Should Know About the Bootstrap", The American
 * Statistician 69(4), 2015, the expanded percentile interval).
 *
 * @param confidence such as 0.95
 * @param degrees degrees of freedom: the sample's size less the numbers estimated from it, above 0
 * @param spread what the resampled errors are too small by: √(n/(n − 1)) when the values themselves are resampled
 */
export function expandedTail(confidence: number, degrees: number, spread = 1): number {
  const deviates = spread * studentTQuantile((1 + confidence) / 2, degrees);
  return (1 - errorFunction(deviates / Math.SQRT2)) / 2;
}
