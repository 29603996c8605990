import type { Outcome } from '../../clients/download/outcome.ts';
import { reasonOf } from '../../clients/download/reason.ts';
import type { Plan } from '../plan/plan.ts';
import type { ItemRecord } from '../result/item-record.ts';
import { heldTimes } from './held-times.ts';

/** What one cell's outcomes are as records: their times begin with the cell's first request, or with its schedule. */
export function recordItems(cell: number, outcomes: readonly Outcome[], plan: Plan): ItemRecord[] {
  const heldMs = heldTimes(outcomes, plan);
  const isScheduled = outcomes.some(({ scheduledMs }) => scheduledMs !== undefined);
  const first = outcomes.reduce((earliest, { startedMs }) => Math.min(earliest, startedMs), Number.POSITIVE_INFINITY);
  const originMs = isScheduled ? 0 : first;
  const since = (ms: number) => thousandths(ms - originMs);
  return outcomes.map((outcome, i) => {
    const { code, kind, status, requests, bytes, scheduledMs, startedMs, firstByteMs, endedMs, limit, agent } = outcome;
    const reason = reasonOf(outcome);
    return {
      cell,
      code,
      kind,
      ...(status !== undefined && { status }),
      ...(reason !== undefined && { reason }),
      requests,
      bytes,
      ...(scheduledMs !== undefined && { scheduledMs: since(scheduledMs) }),
      startedMs: since(startedMs),
      ...(firstByteMs !== undefined && { firstByteMs: since(firstByteMs) }),
      endedMs: since(endedMs),
      injectedMs: thousandths(heldMs[i]!),
      ...(limit !== undefined && { limit }),
      ...(agent !== undefined && { agent }),
    };
  });
}

/** Milliseconds to a microsecond. */
function thousandths(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}
