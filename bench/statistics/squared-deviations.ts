import { mean, sum } from 'simple-statistics';

/** The sum of the squares by which values differ from their mean, summed without the rounding errors of a plain loop. */
export function squaredDeviations(values: readonly number[]): number {
  const centre = mean([...values]);
  return sum(values.map((value) => (value - centre) ** 2));
}
