import { generator } from '../../lib/chance/generator.ts';
import type { Interval } from './estimate.ts';
import { expandedTail, percentileInterval } from './percentile-interval.ts';

/** How a bootstrap draws. */
export interface DrawOptions {
  readonly seed: number;
  /** Default 1000. */
  readonly resamples?: number;
  /** What the numbers are for: each name has a stream of its own. Default `bootstrap`. */
  readonly stream?: string;
}

/** How a bootstrap finds an interval. */
export interface BootstrapOptions extends DrawOptions {
  /** Default 0.95. */
  readonly confidence?: number;
}

/** How many resamples are drawn unless told otherwise. */
const DEFAULT_RESAMPLES = 1000;

/** The confidence of every interval unless told otherwise. */
export const DEFAULT_CONFIDENCE = 0.95;

/** Draws members of a sample at random, with replacement: as many as are asked for, or else as many as it has. */
export type Resample = <T>(sample: readonly T[], count?: number) => T[];

/**
 * The bootstrap interval of any statistic of one sample (expanded percentile, see {@link expandedTail}). For a paired
 * comparison the members are the pairs: both sides of a pair are drawn together.
 *
 * @returns undefined for fewer than two members, whose spread cannot be known
 */
export function bootstrapInterval<T>(
  sample: readonly T[],
  statistic: (resample: readonly T[]) => number,
  { confidence = DEFAULT_CONFIDENCE, ...options }: BootstrapOptions,
): Interval | undefined {
  const size = sample.length;
  if (size < 2) return undefined;
  const draws = bootstrapDraws((resample) => statistic(resample(sample)), options);
  return percentileInterval(draws, expandedTail(confidence, size - 1, Math.sqrt(size / (size - 1))));
}

/**
 * What a statistic comes to in every resample, for a bootstrap that does more than {@link bootstrapInterval}.
 *
 * @param drawOne makes one resample of whatever it likes, and its statistic
 */
export function bootstrapDraws<D>(
  drawOne: (resample: Resample) => D,
  { seed, resamples = DEFAULT_RESAMPLES, stream = 'bootstrap' }: DrawOptions,
): D[] {
  const next = generator(seed, stream);
  const resample: Resample = <T>(sample: readonly T[], count = sample.length) => {
    // Filled by hand, which takes half the time of Array.from: most of a comparison is spent here.
    const drawn = new Array<T>(count);
    for (let i = 0; i < count; i++) drawn[i] = sample[Math.floor(next() * sample.length)]!;
    return drawn;
  };
  return Array.from({ length: resamples }, () => drawOne(resample));
}
