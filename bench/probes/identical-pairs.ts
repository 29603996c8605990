import type { Time } from './timer-error.ts';

/** The goodputs of two runs that differ in nothing. */
export type Pair = readonly [number, number];

/** How far pairs may go. */
export interface PairBudget {
  /** When they must be over, on the clock that is given. */
  readonly deadlineMs: number;
  readonly maxPairs: number;
}

/**
 * Measures the same thing again and again, in pairs, until there are enough of them or the next might not be over in time:
 * it is thought to take as long as the longest so far. Which of a pair is measured first changes, so that a machine which
 * grows slower meanwhile bends neither side.
 *
 * @param measure resolves with a goodput; undefined when it had to end before it was done
 */
export async function identicalPairs(
  measure: () => Promise<number | undefined>,
  { deadlineMs, maxPairs }: PairBudget,
  { nowMs }: Pick<Time, 'nowMs'>,
): Promise<Pair[]> {
  const pairs: Pair[] = [];
  let longestMs = 0;
  while (pairs.length < maxPairs && nowMs() + longestMs <= deadlineMs) {
    const beganMs = nowMs();
    const first = await measure();
    const second = first === undefined ? undefined : await measure();
    if (first === undefined || second === undefined) break;
    pairs.push(pairs.length % 2 === 0 ? [first, second] : [second, first]);
    longestMs = Math.max(longestMs, nowMs() - beganMs);
  }
  return pairs;
}
