import { quantileSorted } from 'simple-statistics';
import { requireFinite } from './require-finite.ts';

/** How many values must lie above a quantile on average, for it to be more than the luck of one of them. */
const VALUES_ABOVE = 5;

/**
 * The smallest sample that has a quantile: 5/(1 − q) values, such as 100 for q = 0.95 and 500 for q = 0.99.
 *
 * @throws TypeError when q is not from 0 to below 1.
 */
export function samplesNeeded(q: number): number {
  if (!(q >= 0 && q < 1)) throw new TypeError(`Expected \`q\` to be from 0 to below 1, got ${q}`);
  // Less a rounding error, or 1 − 0.9 would ask for 51.
  return Math.ceil(VALUES_ABOVE / (1 - q) - 1e-6);
}

/**
 * The exact quantile of all values, by linear interpolation between the two nearest (type 7 of Hyndman & Fan, "Sample
 * Quantiles in Statistical Packages", The American Statistician 50(4), 1996; the default of R and NumPy).
 *
 * @param values in any order
 * @returns undefined, shown as "n/a", when there are fewer than {@link samplesNeeded}
 * @throws TypeError when q is not from 0 to below 1 or a value is not finite.
 */
export function quantile(values: readonly number[], q: number): number | undefined {
  requireFinite(values);
  if (values.length < samplesNeeded(q)) return undefined;
  return quantileSorted([...Float64Array.from(values).sort()], q);
}
