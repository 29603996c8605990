import { mean, sampleVariance } from 'simple-statistics';
import { DEFAULT_CONFIDENCE } from './bootstrap.ts';
import type { Estimate } from './estimate.ts';
import type { RelativeNoise } from './relative-noise.ts';
import { requireFinite } from './require-finite.ts';
import { studentTQuantile } from './student-t.ts';
import { type WhyNot, whyNot } from './why-not.ts';

/** How sure an interval is to be, and what is known of the noise beside the values themselves. */
export interface MeanOptions {
  /** Default 0.95. */
  readonly confidence?: number;
  /** The noise known from other levels too; without it, only these values speak, and they must be two or more. */
  readonly noise?: RelativeNoise | undefined;
}

/** A mean, and between what it lies. */
export interface MeanEstimate extends Estimate {
  readonly ok: true;
  /** Half the interval as a share of the mean: 0.1 is "known to ±10 %". 0 when all is 0. */
  readonly relativeHalfWidth: number;
}

/**
 * The mean of a few measurements with its t interval (Student, "The Probable Error of a Mean", Biometrika 6(1), 1908).
 *
 * @returns why not, when the values cannot say how much they differ
 * @throws TypeError when a value is not finite.
 */
export function meanInterval(
  values: readonly number[],
  { confidence = DEFAULT_CONFIDENCE, noise }: MeanOptions = {},
): MeanEstimate | WhyNot {
  const spread = spreadOfMean(values, noise);
  if (spread === undefined) return tooFew(values);
  const value = mean([...values]);
  const half = studentTQuantile((1 + confidence) / 2, spread.degrees) * Math.sqrt(spread.variance);
  return {
    ok: true,
    value,
    low: value - half,
    high: value + half,
    relativeHalfWidth: half === 0 ? 0 : half / Math.abs(value),
  };
}

/** The variance of a mean, and how many degrees of freedom it is known with; undefined when it cannot be known. */
export function spreadOfMean(
  values: readonly number[],
  noise?: RelativeNoise,
): { readonly variance: number; readonly degrees: number } | undefined {
  requireFinite(values);
  if (values.length === 0) return undefined;
  if (noise !== undefined) {
    return { variance: (noise.share * mean([...values])) ** 2 / values.length, degrees: noise.degrees };
  }
  if (values.length < 2) return undefined;
  return { variance: sampleVariance([...values]) / values.length, degrees: values.length - 1 };
}

/** Why {@link spreadOfMean} is undefined. */
export function tooFew(values: readonly number[]): WhyNot {
  return whyNot(`an interval needs 2 measurements, and there ${values.length === 1 ? 'is 1' : 'are none'}`);
}
