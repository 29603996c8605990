import { squaredDeviations } from '../statistics/squared-deviations.ts';
import { studentTQuantile } from '../statistics/student-t.ts';

/** How far a run is from another of the same thing in the same hour, as a share, unless repetitions say otherwise. */
export const ASSUMED_RUN_NOISE = 0.015;

/** How much that assumption weighs: as much as this many repetitions beyond the first. */
const ASSUMED_DEGREES = 4;

/** How far a machine is from itself at another hour, as a share. Repetitions made together cannot show it. */
export const ASSUMED_DRIFT = 0.02;

/** What whole runs add to the doubt about a comparison. */
export interface RunNoise {
  /** Half the interval of the difference of the two sides' mean logarithms that this noise alone makes. */
  readonly halfWidth: number;
  /** `assumed` when no side was repeated. */
  readonly source: 'assumed' | 'measured';
}

/**
 * The noise that all requests of a run share: one run of each side cannot show it, however many requests it has. The
 * variance between the repetitions of a side is moderated by an assumed one, which alone speaks when nothing was repeated:
 * s² = (d₀s₀² + ds²)/(d₀ + d) with d₀ + d degrees of freedom (Smyth, "Linear Models and Empirical Bayes Methods for Assessing
 * Differential Expression in Microarray Experiments", Statistical Applications in Genetics and Molecular Biology 3(1), 2004).
 *
 * @param a the logarithm of side A's figure in each repetition, one or more
 * @param b the same of side B
 * @param drift what the machine may have changed by between the two sides, as a standard deviation of each
 */
export function runNoise(a: readonly number[], b: readonly number[], confidence: number, drift: number): RunNoise {
  const measuredDegrees = a.length - 1 + (b.length - 1);
  const degrees = ASSUMED_DEGREES + measuredDegrees;
  const squares = ASSUMED_DEGREES * ASSUMED_RUN_NOISE ** 2 + squaredDeviations(a) + squaredDeviations(b);
  const error = Math.sqrt((squares / degrees) * (1 / a.length + 1 / b.length));
  const tail = (1 + confidence) / 2;
  return {
    // The drift is assumed, not estimated, so it takes the normal deviate: that of t with very many degrees.
    halfWidth: Math.hypot(studentTQuantile(tail, degrees) * error, studentTQuantile(tail, 1e6) * drift * Math.SQRT2),
    source: measuredDegrees > 0 ? 'measured' : 'assumed',
  };
}
