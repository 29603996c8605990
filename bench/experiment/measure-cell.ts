import type { Outcome } from '../../clients/download/outcome.ts';
import { errorShareOf } from '../../clients/download/outcome-kinds.ts';
import { tally } from '../../clients/download/tally.ts';
import { isRefusal } from '../../lib/is-refusal.ts';
import { efficiency } from '../../lib/queueing/efficiency.ts';
import { idealOfRecords } from '../../lib/queueing/ideal-of-records.ts';
import { inFlight } from '../../lib/queueing/in-flight.ts';
import { rateTime } from '../../lib/queueing/rate-time.ts';
import type { RequestRecord } from '../../lib/request-record.ts';
import { isOk } from '../../servers/records/failed.ts';
import { waitGrowth } from '../climb/wait-growth.ts';
import type { Plan } from '../plan/plan.ts';
import type { Figures } from '../result/figures.ts';
import { beginningMs, latenciesMs, latencyMs } from '../result/latency.ts';
import { quantile } from '../statistics/quantile.ts';
import type { Usage } from '../usage/usage.ts';
import { heldTimes } from './held-times.ts';

/** What a cell has left behind. */
export interface Evidence {
  readonly outcomes: readonly Outcome[];
  readonly usage: Usage;
  /** What the server remembers of the cell. */
  readonly records: readonly RequestRecord[];
  /** Whether nobody looked at what came; default false. */
  readonly isUnseen?: boolean | undefined;
  /** What was foretold. */
  readonly plan: Plan;
  /** What requests were to start by; absent where each started as soon as it could. */
  readonly schedule?: { readonly ratePerSecond: number; readonly durationMs: number } | undefined;
}

/** A request that is sent so much after its time is late, in milliseconds. */
const LATE_MS = 1;

/**
 * Works out the figures of one cell. A pure function of what the cell left behind.
 *
 * @throws InvariantError unless each item had exactly one outcome.
 */
export function measureCell({ outcomes, usage, records, isUnseen = false, plan, schedule }: Evidence): Figures {
  const { items, kinds, reasons, requests } = tally(outcomes, plan.downloads.length);
  const elapsedMs = elapsed(outcomes, schedule?.durationMs);
  // The last request has the time until the next one would start, too: n of them are never more than the rate offered.
  const spanMs = schedule === undefined ? elapsedMs : Math.max(elapsedMs, (items / schedule.ratePerSecond) * 1000);
  const perSecond = (count: number) => (spanMs === 0 ? 0 : (count / spanMs) * 1000);
  const scheduled = outcomes.filter(({ scheduledMs }) => scheduledMs !== undefined);
  const latencies = latenciesMs(outcomes);
  const { peak, mean } = inFlight(records.map(({ arrivedMs, endedMs }) => ({ startMs: arrivedMs, endMs: endedMs })));
  const idealMs = idealOf(records, plan, peak);
  return {
    elapsedMs,
    items,
    outcomes: kinds,
    reasons,
    errorShare: errorShareOf(kinds, items),
    requests,
    throughputPerSecond: perSecond(kinds.ok + kinds.notFound + kinds.httpError),
    goodputPerSecond: perSecond(kinds.ok),
    idealMs,
    scheduleMs: plan.scheduleMs,
    // How long a schedule lasts says nothing of who keeps it.
    efficiency: scheduled.length === 0 ? efficiency(idealMs, elapsedMs) : undefined,
    latencyP50Ms: quantile(latencies, 0.5),
    latencyP95Ms: quantile(latencies, 0.95),
    latencyP99Ms: quantile(latencies, 0.99),
    overheadP50Ms: quantile(overheads(outcomes, plan), 0.5),
    ...usage,
    refused: plan.isService ? refusedByService(outcomes, records) : records.filter(({ shed }) => shed).length,
    ...(!isUnseen && {
      peakInFlight: peak,
      meanInFlight: mean,
      connections: new Set(records.map(({ connection }) => connection)).size,
    }),
    ...(scheduled.length > 0 && { lateStarts: scheduled.filter(isLate).length }),
    ...(schedule !== undefined && keptSchedule(outcomes, plan, schedule.durationMs)),
  };
}

/** How much of a schedule was sent in its time and one by one, and whether the server kept up with it. */
function keptSchedule(
  outcomes: readonly Outcome[],
  plan: Plan,
  durationMs: number,
): Pick<Figures, 'bunched' | 'offeredPerSecond' | 'waitGrowthMs'> {
  const inTime = outcomes.filter(({ startedMs }) => startedMs < durationMs).length;
  const inTurn = outcomes.toSorted((a, b) => beginningMs(a) - beginningMs(b));
  const bunched = inTurn.filter((outcome, i) => {
    const next = inTurn[i + 1];
    return isLate(outcome) && outcome.startedMs >= (next === undefined ? durationMs : beginningMs(next));
  });
  return {
    bunched: bunched.length,
    offeredPerSecond: (inTime / durationMs) * 1000,
    waitGrowthMs:
      plan.variesBy !== undefined ? undefined : waitGrowth(outcomes, heldAtMost(outcomes, plan), durationMs),
  };
}

/** How often a service said that it is too much for it: what the faults before it say is not its word. */
function refusedByService(outcomes: readonly Outcome[], records: readonly RequestRecord[]): number {
  const isInjected = ({ faults }: RequestRecord) => faults.includes('status');
  const items = outcomes.filter(isRefused).length;
  if (!records.some(isInjected)) return items;
  return Math.min(items, records.filter((record) => isRefusal(record.status) && !isInjected(record)).length);
}

function isRefused({ kind, status }: Outcome): boolean {
  return kind === 'httpError' && isRefusal(status);
}

/** Whether a request was sent later than its time on a schedule. */
export function isLate({ scheduledMs = 0, startedMs }: Outcome): boolean {
  return startedMs - scheduledMs > LATE_MS;
}

/** What a limit turned away, or what was given up in the queue, was not served: then the ideal is that of what was done. */
function idealOf(
  records: readonly RequestRecord[],
  { fates, idealMs, m, slots, rates = [] }: Plan,
  peak: number,
): number {
  const gone = records.filter(({ ending }) => ending === 'client-gone').length;
  const mustTimeOut = fates.filter(({ outcome }) => outcome === 'timeout').length;
  if (gone <= mustTimeOut && !records.some(({ shed }) => shed)) return idealMs;
  const ofRecordsMs = idealOfRecords(records, { m: Math.max(m, peak), slots });
  return Math.min(idealMs, Math.max(ofRecordsMs, rateTime(records.filter(isOk).length, rates)));
}

/** What each answered item took beyond the time that its fate held it and that was computed for it. */
function overheads(outcomes: readonly Outcome[], plan: Plan): number[] {
  if (plan.variesBy !== undefined) return [];
  const heldMs = heldAtMost(outcomes, plan);
  const cpuMs = ({ kind }: Outcome) => (kind === 'ok' ? (plan.work?.ms ?? 0) : 0);
  return outcomes.flatMap((outcome, i) =>
    outcome.firstByteMs === undefined ? [] : [latencyMs(outcome) - heldMs[i]! - cpuMs(outcome)],
  );
}

/** How long the fates held each item, as far as the client waited for it. */
function heldAtMost(outcomes: readonly Outcome[], plan: Plan): number[] {
  return heldTimes(outcomes, plan).map((ms) => Math.min(ms, plan.timeoutMs));
}

/** A schedule begins at 0 and lasts as long as it was asked to, though its last request may have ended before. */
function elapsed(outcomes: readonly Outcome[], scheduleMs?: number): number {
  const first = outcomes.reduce((earliest, { startedMs }) => Math.min(earliest, startedMs), Number.POSITIVE_INFINITY);
  const last = outcomes.reduce((latest, { endedMs }) => Math.max(latest, endedMs), first);
  return scheduleMs === undefined ? last - first : Math.max(last, scheduleMs);
}
