import { quantile } from 'simple-statistics';
import type { Outcome } from '../clients/outcome.ts';
import { type Tally, tally } from '../clients/tally.ts';
import { inFlight } from '../lib/in-flight.ts';
import type { RequestRecord } from '../lib/request-record.ts';
import type { Plan } from './plan.ts';
import type { Usage } from './usage.ts';

/** What is measured of one cell: the definition of every figure in tables, JSON and reports. */
export interface Measures extends Usage {
  /** From the first request sent to the last item ended; starting threads and warming up come before. */
  readonly elapsedMs: number;
  /** How many flags were asked for. */
  readonly items: number;
  /** How many items ended in each way; they add up to `items`. */
  readonly outcomes: Tally['kinds'];
  /** How many requests were sent. */
  readonly requests: number;
  /** Items that were answered, with whatever status, per second of elapsed time. */
  readonly throughputPerSecond: number;
  /** Items that ended ok, per second of elapsed time. */
  readonly goodputPerSecond: number;
  /** The shortest time in which m slots could have had these fates: max(longest, sum / m). */
  readonly idealMs: number;
  /** The time for m slots that each take the next item as soon as they are free. */
  readonly scheduleMs: number;
  /** Ideal time / elapsed time; undefined where the fates hold no time. */
  readonly efficiency: number | undefined;
  /** Half of the items took no longer, from request to last byte; undefined for too few items to tell. */
  readonly latencyP50Ms: number | undefined;
  /** 95 % of the items took no longer; undefined for too few items to tell. */
  readonly latencyP95Ms: number | undefined;
  /** The most requests at once that the server saw. */
  readonly peakInFlight: number;
  /** How many connections brought requests. */
  readonly connections: number;
}

/** What a cell has left behind. */
export interface Evidence {
  readonly outcomes: readonly Outcome[];
  readonly usage: Usage;
  /** What the server remembers of the cell. */
  readonly records: readonly RequestRecord[];
  /** What was foretold. */
  readonly plan: Plan;
}

/** How many samples must lie beyond a quantile for it to mean something. */
const SAMPLES_BEYOND = 5;

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
  return {
    elapsedMs,
    items,
    outcomes: kinds,
    requests,
    throughputPerSecond: perSecond(kinds.ok + kinds.notFound + kinds.httpError),
    goodputPerSecond: perSecond(kinds.ok),
    idealMs: plan.idealMs,
    scheduleMs: plan.scheduleMs,
    efficiency: plan.idealMs === 0 ? undefined : plan.idealMs / elapsedMs,
    latencyP50Ms: quantileOf(latencies, 0.5),
    latencyP95Ms: quantileOf(latencies, 0.95),
    ...usage,
    peakInFlight: inFlight(records.map(({ arrivedMs, endedMs }) => ({ startMs: arrivedMs, endMs: endedMs }))).peak,
    connections: new Set(records.map(({ connection }) => connection)).size,
  };
}

function elapsed(outcomes: readonly Outcome[]): number {
  const first = outcomes.reduce((earliest, { startedMs }) => Math.min(earliest, startedMs), Number.POSITIVE_INFINITY);
  const last = outcomes.reduce((latest, { endedMs }) => Math.max(latest, endedMs), first);
  // Outcomes are told to the microsecond; what subtraction adds is not worth printing.
  return Math.round((last - first) * 1000) / 1000;
}

/** Exact, from all samples, straight between two of them (type 7 of Hyndman and Fan, "Sample Quantiles", 1996). */
function quantileOf(samples: readonly number[], p: number): number | undefined {
  return samples.length * (1 - p) < SAMPLES_BEYOND ? undefined : quantile([...samples], p);
}
