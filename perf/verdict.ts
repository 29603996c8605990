import type { Interval } from '../bench/statistics/estimate.ts';

/** What is promised: a bound, and on which side of it a figure is to be. */
export interface Bar {
  readonly bound: number;
  readonly side: 'at least' | 'at most';
}

/** What the interval of a figure says of its bar. */
export type RowVerdict = 'ok' | 'missed' | 'cannot tell';

/**
 * Holds an interval against a bar: `ok` where all of it keeps the promise, `missed` where all of it breaks it. Where the bar
 * lies inside, or there is no interval, this measurement cannot tell; nor where all that is too much may be the machine's.
 *
 * @param machineError how much the machine may have added to the figure
 */
export function verdictOf(interval: Interval | undefined, { bound, side }: Bar, machineError = 0): RowVerdict {
  if (interval === undefined) return 'cannot tell';
  const { low, high } = side === 'at least' ? interval : { low: -interval.high, high: machineError - interval.low };
  const least = side === 'at least' ? bound : -bound;
  if (low >= least) return 'ok';
  return high < least ? 'missed' : 'cannot tell';
}
