import { linearRegression, sum } from 'simple-statistics';
import { DEFAULT_CONFIDENCE } from './bootstrap.ts';
import type { Estimate } from './estimate.ts';
import { requireFinite } from './require-finite.ts';
import { squaredDeviations } from './squared-deviations.ts';
import { studentTQuantile } from './student-t.ts';
import { type WhyNot, whyNot } from './why-not.ts';

/** The smallest number of points that a line can miss. */
const POINTS_NEEDED = 3;

/** A straight line through points, and between what its slope lies. */
export interface SlopeEstimate extends Estimate {
  readonly ok: true;
  /** Where the line begins, at x = 0. */
  readonly intercept: number;
}

/**
 * The slope of the line of least squares with its t interval (Draper & Smith, "Applied Regression Analysis", 1998, ch. 1.4).
 *
 * @param points x and y of each
 * @returns why not, when there are too few points to tell how far they are from a line
 * @throws TypeError when a value is not finite.
 */
export function slopeInterval(
  points: readonly (readonly [x: number, y: number])[],
  confidence = DEFAULT_CONFIDENCE,
): SlopeEstimate | WhyNot {
  const xs = points.map(([x]) => x);
  requireFinite(xs);
  requireFinite(points.map(([, y]) => y));
  if (new Set(xs).size < POINTS_NEEDED) {
    return whyNot(`a slope needs ${POINTS_NEEDED} different levels, and there are ${new Set(xs).size}`);
  }
  const { m: value, b: intercept } = linearRegression(points.map(([x, y]) => [x, y]));
  const degrees = points.length - 2;
  const variance = sum(points.map(([x, y]) => (y - intercept - value * x) ** 2)) / degrees;
  const half = studentTQuantile((1 + confidence) / 2, degrees) * Math.sqrt(variance / squaredDeviations(xs));
  return { ok: true, value, intercept, low: value - half, high: value + half };
}
