import type { Outcome } from '../clients/outcome.ts';
import { tally } from '../clients/tally.ts';
import { idealBound } from '../lib/ideal.ts';
import { inFlight } from '../lib/in-flight.ts';
import type { RequestRecord } from '../lib/request-record.ts';
import { quantile } from './analysis/quantile.ts';
import type { Measures } from './measures.ts';
import type { Plan } from './plan.ts';
import type { Usage } from './usage.ts';

/** What a cell has left behind. */
export interface Evidence {
  readonly outcomes: readonly Outcome[];
  readonly usage: Usage;
  /** What the server remembers of the cell. */
  readonly records: readonly RequestRecord[];
  /** What was foretold. */
  readonly plan: Plan;
}

/**
 * Works out the measures of one cell. A pure function of what the cell left behind.
 *
 * @throws InvariantError unless each item had exactly one outcome.
 */
export function measure({ outcomes, usage, records, plan }: Evidence): Measures {
  const { items, kinds, requests } = tally(outcomes, plan.fates.length);
  const elapsedMs = elapsed(outcomes);
  const perSecond = (count: number) => (elapsedMs === 0 ? 0 : (count / elapsedMs) * 1000);
  const latencies = outcomes.map(({ startedMs, endedMs }) => endedMs - startedMs);
  const { peak, mean } = inFlight(records.map(({ arrivedMs, endedMs }) => ({ startMs: arrivedMs, endMs: endedMs })));
  const idealMs = idealOf(records, plan);
  return {
    elapsedMs,
    items,
    outcomes: kinds,
    requests,
    throughputPerSecond: perSecond(kinds.ok + kinds.notFound + kinds.httpError),
    goodputPerSecond: perSecond(kinds.ok),
    idealMs,
    scheduleMs: plan.scheduleMs,
    efficiency: idealMs === 0 || elapsedMs === 0 ? undefined : idealMs / elapsedMs,
    latencyP50Ms: quantile(latencies, 0.5),
    latencyP95Ms: quantile(latencies, 0.95),
    latencyP99Ms: quantile(latencies, 0.99),
    overheadP50Ms: quantile(overheads(outcomes, plan), 0.5),
    ...usage,
    peakInFlight: peak,
    meanInFlight: mean,
    connections: new Set(records.map(({ connection }) => connection)).size,
  };
}

/** What a limit turned away was not served: the ideal for what was is what the client could have reached. */
function idealOf(records: readonly RequestRecord[], { idealMs, slots }: Plan): number {
  if (!records.some(({ shed }) => shed)) return idealMs;
  return idealBound(
    records.map(({ injectedMs }) => injectedMs),
    slots,
  );
}

/** What each answered item took beyond the time that its fate held it. */
function overheads(outcomes: readonly Outcome[], { fates }: Plan): number[] {
  const held = new Map(fates.map(({ code, delayMs, serviceMs }) => [code, delayMs + serviceMs]));
  return outcomes
    .filter(({ firstByteMs }) => firstByteMs !== undefined)
    .map(({ code, startedMs, endedMs }) => endedMs - startedMs - (held.get(code) ?? 0));
}

function elapsed(outcomes: readonly Outcome[]): number {
  const first = outcomes.reduce((earliest, { startedMs }) => Math.min(earliest, startedMs), Number.POSITIVE_INFINITY);
  return outcomes.reduce((latest, { endedMs }) => Math.max(latest, endedMs), first) - first;
}
