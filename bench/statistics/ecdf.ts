import { requireFinite } from './require-finite.ts';
import { thin } from './thin.ts';

/** A step of a distribution: the share of all values that are at most this one. */
export interface EcdfPoint {
  readonly value: number;
  /** Above 0, at most 1. */
  readonly share: number;
}

/**
 * The empirical distribution function, thinned for drawing: evenly spaced by rank, and every point that is left is exact,
 * among them the smallest and the largest value.
 *
 * @param values in any order
 * @param maxPoints two or more
 * @throws TypeError when a value is not finite or maxPoints is below 2.
 */
export function ecdf(values: readonly number[], maxPoints = 200): EcdfPoint[] {
  requireFinite(values);
  if (!(maxPoints >= 2)) throw new TypeError(`Expected \`maxPoints\` to be 2 or more, got ${maxPoints}`);
  return thin(stepsOf(Float64Array.from(values).sort()), maxPoints);
}

/** One step for each distinct value: equal values rise together. */
function stepsOf(sorted: Float64Array): EcdfPoint[] {
  const steps: EcdfPoint[] = [];
  sorted.forEach((value, i) => {
    if (value !== sorted[i + 1]) steps.push({ value, share: (i + 1) / sorted.length });
  });
  return steps;
}
