import type { Outcome } from '../clients/outcome.ts';
import type { ItemRecord } from './item-record.ts';
import type { Plan } from './plan.ts';

/** What one cell's outcomes are as records: their times begin with the cell's first request. */
export function itemRecords(cell: number, outcomes: readonly Outcome[], { fates }: Plan): ItemRecord[] {
  const held = new Map(fates.map(({ code, delayMs, serviceMs }) => [code, delayMs + serviceMs]));
  const originMs = outcomes.reduce((first, { startedMs }) => Math.min(first, startedMs), Number.POSITIVE_INFINITY);
  const since = (ms: number) => Math.round((ms - originMs) * 1000) / 1000;
  return outcomes.map(({ code, kind, status, requests, bytes, startedMs, firstByteMs, endedMs, limit }) => ({
    cell,
    code,
    kind,
    ...(status !== undefined && { status }),
    requests,
    bytes,
    startedMs: since(startedMs),
    ...(firstByteMs !== undefined && { firstByteMs: since(firstByteMs) }),
    endedMs: since(endedMs),
    injectedMs: Math.round((held.get(code) ?? 0) * 1000) / 1000,
    ...(limit !== undefined && { limit }),
  }));
}
