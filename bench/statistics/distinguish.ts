import { mean } from 'simple-statistics';
import { DEFAULT_CONFIDENCE } from './bootstrap.ts';
import { type MeanOptions, spreadOfMean, tooFew } from './mean-interval.ts';
import { studentTQuantile } from './student-t.ts';
import type { WhyNot } from './why-not.ts';

/** The difference between two means, b − a, and whether it shows. */
export interface Distinction {
  readonly ok: true;
  readonly difference: number;
  readonly low: number;
  readonly high: number;
  /** Which mean is higher; `neither` when the interval holds 0, so that they cannot be told apart. */
  readonly higher: 'a' | 'b' | 'neither';
}

/**
 * Whether repeated measurements at two levels can be told apart: Welch's interval of the difference of means (Welch, "The
 * Generalization of 'Student's' Problem When Several Different Population Variances Are Involved", Biometrika 34, 1947,
 * with Satterthwaite's degrees of freedom, 1946); with noise known from all levels, an interval of that noise and its
 * degrees. Asking again after each repetition until it says yes finds differences that are not there more often than the
 * confidence says: set a most number of repetitions.
 *
 * @returns why not, when a side cannot say how much its values differ
 * @throws TypeError when a value is not finite.
 */
export function distinguish(
  a: readonly number[],
  b: readonly number[],
  { confidence = DEFAULT_CONFIDENCE, noise }: MeanOptions = {},
): Distinction | WhyNot {
  const [ofA, ofB] = [spreadOfMean(a, noise), spreadOfMean(b, noise)];
  if (ofA === undefined) return tooFew(a);
  if (ofB === undefined) return tooFew(b);
  const variance = ofA.variance + ofB.variance;
  const share = variance === 0 ? 0 : ofA.variance / variance;
  const degrees = noise?.degrees ?? 1 / (share ** 2 / ofA.degrees + (1 - share) ** 2 / ofB.degrees);
  const difference = mean([...b]) - mean([...a]);
  const half = studentTQuantile((1 + confidence) / 2, degrees) * Math.sqrt(variance);
  const [low, high] = [difference - half, difference + half];
  return { ok: true, difference, low, high, higher: low > 0 ? 'b' : high < 0 ? 'a' : 'neither' };
}
