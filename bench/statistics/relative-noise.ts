import { sum } from 'simple-statistics';
import { requireFinite } from './require-finite.ts';
import { squaredDeviations } from './squared-deviations.ts';

/** How much repetitions of the same measurement differ. */
export interface RelativeNoise {
  /** The standard deviation as a share of the mean: 0.02 is 2 %. */
  readonly share: number;
  /** Degrees of freedom: repetitions beyond the first of each group. */
  readonly degrees: number;
}

/**
 * The noise that groups of repetitions have in common, such as the goodputs of all levels measured so far: the pooled
 * variance of the logarithms, whose standard deviation is the share for noise of up to some 20 %. Knowing it from many
 * levels, a few repetitions at each are enough.
 *
 * @param groups positive values; a group of one or with a value of 0 says nothing and is left out
 * @returns undefined when no group repeats
 * @throws TypeError when a value is not finite.
 */
export function relativeNoise(groups: readonly (readonly number[])[]): RelativeNoise | undefined {
  for (const group of groups) requireFinite(group);
  const repeated = groups.filter((group) => group.length > 1 && group.every((value) => value > 0));
  const degrees = sum(repeated.map((group) => group.length - 1));
  if (degrees === 0) return undefined;
  return { share: Math.sqrt(sum(repeated.map((group) => squaredDeviations(group.map(Math.log)))) / degrees), degrees };
}
