import { median } from 'simple-statistics';
import type { Outcome } from '../../clients/download/outcome.ts';

/** A quarter of a schedule needs so many items before their median is more than luck. */
const LEAST_ITEMS = 5;

/**
 * How much longer a server makes its clients wait at the end of a schedule than in its middle, in milliseconds: who takes
 * more than is served waits longer and longer, who is served in time waits as long in each quarter. What the fates held is no
 * wait, and what was refused has not waited.
 *
 * @param heldMs how long the fates held each outcome's item, in the order of the outcomes
 * @returns undefined where too few ended ok or timed out
 */
export function waitGrowth(
  outcomes: readonly Outcome[],
  heldMs: readonly number[],
  durationMs: number,
): number | undefined {
  const quarters: number[][] = [[], [], [], []];
  outcomes.forEach(({ kind, scheduledMs = 0, startedMs, endedMs }, i) => {
    if (kind !== 'ok' && kind !== 'timeout') return;
    quarters[Math.min(3, Math.floor((4 * scheduledMs) / durationMs))]!.push(endedMs - startedMs - heldMs[i]!);
  });
  const [, second, , last] = quarters;
  if (second!.length < LEAST_ITEMS || last!.length < LEAST_ITEMS) return undefined;
  return median(last!) - median(second!);
}
