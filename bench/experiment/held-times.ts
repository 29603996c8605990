import type { Outcome } from '../../clients/download/outcome.ts';
import type { Plan } from '../plan/plan.ts';
import { beginningMs } from '../result/latency.ts';

/**
 * How long the fates held each outcome's item, in milliseconds, without any wait for a place; in the order of the outcomes;
 * 0 where fates vary. Where a code was asked for more than once, its items are told apart by when they were to start.
 */
export function heldTimes(outcomes: readonly Outcome[], { downloads, variesBy }: Plan): number[] {
  const byCode = Map.groupBy(downloads, ({ code }) => code);
  const inTurn = outcomes
    .map((outcome, index) => ({ outcome, index }))
    .sort((a, b) => beginningMs(a.outcome) - beginningMs(b.outcome));
  const asked = new Map<string, number>();
  const held = new Array<number>(outcomes.length).fill(0);
  for (const { outcome, index } of inTurn) {
    const time = asked.get(outcome.code) ?? 0;
    asked.set(outcome.code, time + 1);
    const planned = byCode.get(outcome.code)?.[time];
    if (planned !== undefined && variesBy === undefined) held[index] = planned.heldMs;
  }
  return held;
}
