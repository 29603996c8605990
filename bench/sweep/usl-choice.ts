import { studentTQuantile } from '../statistics/student-t.ts';
import type { UslParameters } from './usl.ts';
import { solveUslWithSlots } from './usl-slots.ts';
import { type Level, solveUsl } from './usl-solver.ts';

/** The law that describes a sweep, without or with an end of capacity. */
export interface UslChoice {
  readonly law: UslParameters;
  /** How many numbers were found from the sweep: 3, or 4 with the slots. */
  readonly found: 3 | 4;
  /** The index of the last level below the slots. */
  readonly below?: number;
}

/** The end of capacity is believed only when chance alone would bend the plain law this badly in 1 of 100 sweeps. */
const SLOTS_CONFIDENCE = 0.99;

/** A gain this small, of relative errors near 1e-5, is what the descents of perfect data leave over. */
const ROUNDING = 1e-10;

/**
 * Decides whether a sweep shows an end of capacity: an F test of the law with slots against the law without (the extra
 * sum of squares: Draper & Smith, "Applied Regression Analysis", 3rd ed. 1998, ch. 6; F with 1 and ν degrees is t² with ν).
 *
 * @param levels ascending by m, six or more
 * @param scatter Σ of the squared distances of the logarithms from their level's mean
 */
export function chooseUsl(levels: readonly Level[], scatter: number): UslChoice {
  const plain = solveUsl(levels);
  const ended = solveUslWithSlots(levels);
  const gain = plain.squaredError - ended.squaredError;
  const degrees = levels.reduce((total, { count }) => total + count, 0) - 4;
  const needed = studentTQuantile((1 + SLOTS_CONFIDENCE) / 2, degrees) ** 2;
  const isEnded = gain > ROUNDING && gain * degrees > needed * (ended.squaredError + scatter);
  return isEnded ? { law: ended.parameters, found: 4, below: ended.below } : { law: plain.parameters, found: 3 };
}
