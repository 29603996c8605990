import { median, min } from 'simple-statistics';
import { isRising, isSignificantlyRising } from './is-rising.ts';
import { type Retry, waitsInARow } from './retries.ts';
import type { BackOff } from './verdict-schema.ts';

/** Waits that differ by less are equal: so much comes from the computer. */
const RESOLUTION_MS = 5;

/** The smallest growth by a step that client libraries have: a wait that grows at all grows by so much. */
const LEAST_GROWTH = 1.5;

/** How much of a first wait may be the time of a busy computer, which does not grow with the rest. */
const BUSY_SHARE = 0.5;

/** How a client waited before its retries; undefined where there were none. */
export function backOffOf(retriesByKey: readonly (readonly Retry[])[]): BackOff | undefined {
  const waits = retriesByKey.flatMap((retries) => retries.map(({ waitMs }) => waitMs));
  if (waits.length === 0) return undefined;
  const growing = isGrowing(retriesByKey.flatMap(waitsInARow));
  return { waits: waits.length, minMs: min(waits), medianMs: median(waits), growing };
}

/**
 * Whether waits in a row grow, or do not; undefined where that cannot be told. They grow where they rise. They do not where,
 * each divided by what it were at least if they grew, they fall: what few waits do by chance says nothing.
 */
function isGrowing(rows: readonly (readonly number[])[]): boolean | undefined {
  if (isRising(rows, RESOLUTION_MS)) return true;
  const asIfGrown = rows.map((row) => row.map((wait, i) => wait / leastGrowth(i)).toReversed());
  return isSignificantlyRising(asIfGrown) ? false : undefined;
}

/** How many times its first a wait is at least, of those that grow. */
function leastGrowth(steps: number): number {
  return BUSY_SHARE + (1 - BUSY_SHARE) * LEAST_GROWTH ** steps;
}
