import { mean } from 'simple-statistics';
import { ASSUMED_RUN_NOISE } from '../compare/run-noise.ts';
import { DEFAULT_CONFIDENCE } from '../statistics/bootstrap.ts';
import { studentTQuantile } from '../statistics/student-t.ts';
import { type WhyNot, whyNot } from '../statistics/why-not.ts';
import type { Pair } from './identical-pairs.ts';

/** One pair may agree by chance. */
const MIN_PAIRS = 2;

/** How often a difference that is called visible is in fact seen. */
const POWER = 0.8;

/** The least by which two clients must differ to be told apart. */
export interface SmallestDifference {
  readonly ok: true;
  /** 0.06: one of them is 6 % faster. */
  readonly share: number;
  /** How much two runs that differ in nothing typically differ, as a share. */
  readonly noiseShare: number;
}

/** Where only what is more than twice as fast could be told, nothing can. */
const MOST_SHARE = 1;

/**
 * The smallest difference that as many pairs of runs can show: one whose interval at 95 % leaves out 1 in four of five such
 * experiments (the minimal detectable effect of a paired t test). The pairs are identical, so the logarithm of their ratio is
 * 0 but for noise: nothing is estimated but that noise, with a degree of freedom for each pair. To it comes what two processes
 * differ by in any case: a bench has one for each run, and these pairs have one for all.
 *
 * @returns why not, for too few pairs, one without goodput, or too much noise
 */
export function smallestDifference(pairs: readonly Pair[]): SmallestDifference | WhyNot {
  const size = pairs.length;
  if (size < MIN_PAIRS) return whyNot(`it takes ${MIN_PAIRS} pairs of runs to tell, and there was time for ${size}`);
  if (pairs.some(([a, b]) => a <= 0 || b <= 0)) return whyNot('in one of the runs nothing worked');
  const measured = mean(pairs.map(([a, b]) => Math.log(b / a) ** 2));
  const noise = Math.sqrt(measured + 2 * ASSUMED_RUN_NOISE ** 2);
  const deviates = studentTQuantile((1 + DEFAULT_CONFIDENCE) / 2, size) + studentTQuantile(POWER, size);
  const share = Math.expm1((deviates * noise) / Math.sqrt(size));
  if (share > MOST_SHARE) return whyNot('identical runs differ so much that nothing can be told');
  return { ok: true, share, noiseShare: Math.expm1(noise) };
}
