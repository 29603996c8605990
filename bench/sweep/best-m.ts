import { median } from 'simple-statistics';
import { measurementsByLevel } from './measurements-by-level.ts';

/** The goodput of one cell of a sweep. Repetitions of a level are separate measurements. */
export interface GoodputMeasurement {
  readonly m: number;
  /** ok outcomes per second. */
  readonly goodput: number;
}

/** With such a share of the best goodput a level of m has enough: what is missing costs less than more requests would. */
export const ENOUGH = 0.95;

/** Where more concurrency stops paying. */
export interface BestM {
  readonly m: number;
  /** The median goodput at m, per second. */
  readonly goodput: number;
  /** The level with the highest median goodput of all. */
  readonly highest: GoodputMeasurement;
}

/**
 * The smallest m whose goodput (median of the repetitions) is {@link ENOUGH} of the best: more concurrency would cost the
 * server and gain almost nothing.
 *
 * @returns undefined when nothing was measured or nothing was ok anywhere
 * @throws TypeError when an m is below 1 or a goodput is negative or not finite.
 */
export function bestM(measurements: readonly GoodputMeasurement[]): BestM | undefined {
  const levels = measurementsByLevel(measurements, ({ goodput }) => goodput).map(({ m, values }) => ({
    m,
    goodput: median([...values]),
  }));
  const highest = levels.reduce<GoodputMeasurement | undefined>(
    (best, level) => (best === undefined || level.goodput > best.goodput ? level : best),
    undefined,
  );
  if (highest === undefined || highest.goodput === 0) return undefined;
  const smallest = levels.find(({ goodput }) => goodput >= highest.goodput * ENOUGH)!;
  return { ...smallest, highest };
}
