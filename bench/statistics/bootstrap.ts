import { type Generator, generator } from '../../lib/chance/generator.ts';
import type { Interval } from './estimate.ts';
import { expandedTail, percentileInterval } from './percentile-interval.ts';

/** How a bootstrap resamples. */
export interface BootstrapOptions {
  readonly seed: number;
  /** Default 1000. */
  readonly resamples?: number;
  /** Default 0.95. */
  readonly confidence?: number;
}

/** How many resamples are drawn unless told otherwise. */
export const DEFAULT_RESAMPLES = 1000;

/** The confidence of every interval unless told otherwise. */
export const DEFAULT_CONFIDENCE = 0.95;

/**
 * The bootstrap interval of any statistic of one sample (expanded percentile, see {@link expandedTail}). For a paired
 * comparison the members are the pairs: both sides of a pair are drawn together.
 *
 * @returns undefined for fewer than two members, whose spread cannot be known
 */
export function bootstrapInterval<T>(
  sample: readonly T[],
  statistic: (resample: readonly T[]) => number,
  options: BootstrapOptions,
): Interval | undefined {
  if (sample.length < 2) return undefined;
  const next = generator(options.seed, 'bootstrap');
  const draws = repeat(options, () => statistic(resample(sample, next)));
  return percentileInterval(draws, tailFor(sample.length, options));
}

/**
 * The bootstrap interval of a statistic of two independent samples, each resampled by itself.
 *
 * @returns undefined when either has fewer than two members
 */
export function bootstrapTwoSamples<A, B>(
  a: readonly A[],
  b: readonly B[],
  statistic: (a: readonly A[], b: readonly B[]) => number,
  options: BootstrapOptions,
): Interval | undefined {
  const smaller = Math.min(a.length, b.length);
  if (smaller < 2) return undefined;
  const next = generator(options.seed, 'bootstrap');
  const draws = repeat(options, () => statistic(resample(a, next), resample(b, next)));
  return percentileInterval(draws, tailFor(smaller, options));
}

function repeat({ resamples = DEFAULT_RESAMPLES }: BootstrapOptions, drawOne: () => number): number[] {
  return Array.from({ length: resamples }, drawOne);
}

function resample<T>(sample: readonly T[], next: Generator): T[] {
  return sample.map(() => sample[Math.floor(next() * sample.length)]!);
}

function tailFor(size: number, { confidence = DEFAULT_CONFIDENCE }: BootstrapOptions): number {
  return expandedTail(confidence, size - 1, Math.sqrt(size / (size - 1)));
}
