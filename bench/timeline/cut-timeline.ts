import { errorShareOf } from '../../clients/download/outcome-kinds.ts';
import type { Slice, Timeline } from '../result/cell.ts';
import type { ItemRecord } from '../result/item-record.ts';
import { latenciesMs } from '../result/latency.ts';
import { quantile } from '../statistics/quantile.ts';

/** Fewer slices show no course of things. */
const MIN_SLICES = 3;

/** More slices than this make the result long, and nobody sees them. */
const MAX_SLICES = 120;

/** A cell shorter than this is cut finer than by the second, in milliseconds. */
const FINE_BELOW_MS = 5000;

/** How long its slices are then, in milliseconds. */
const FINE_MS = 100;

/** How long slices are otherwise, in milliseconds: the first of which there are not too many. */
const SLICES_MS = [1, 2, 5, 10, 30, 60, 300, 3600].map((seconds) => seconds * 1000);

/** What a cell is cut by. */
export interface Course {
  /** The cell's own. */
  readonly records: readonly ItemRecord[];
  readonly elapsedMs: number;
  /** When each of its requests arrived, since the servers' run began; undefined where some are no longer remembered. */
  readonly arrivalsMs?: readonly number[] | undefined;
}

/**
 * Cuts a cell into slices of time: an item counts in the one in which it ended, so that what was never asked for counts in
 * the last. The last slice takes the rest of the time, and its goodput is that of its own length: a short one, which always
 * has the end of an item in it, would flatter. A pure function; undefined for a cell too short to show a course.
 */
export function cutTimeline({ records, elapsedMs, arrivalsMs = [] }: Course): Timeline | undefined {
  const sliceMs = sliceLength(elapsedMs);
  const count = Math.round(elapsedMs / sliceMs);
  if (count < MIN_SLICES) return undefined;
  const bySlice = Map.groupBy(records, ({ endedMs }) => Math.min(count - 1, Math.floor(endedMs / sliceMs)));
  const slices = Array.from({ length: count }, (_, i) => {
    const toMs = i === count - 1 ? elapsedMs : (i + 1) * sliceMs;
    return sliceOf(bySlice.get(i) ?? [], i * sliceMs, toMs);
  });
  const beginsMs = beginning(records, arrivalsMs);
  return { sliceMs, ...(beginsMs !== undefined && { beginsMs }), slices };
}

function sliceLength(elapsedMs: number): number {
  if (elapsedMs < FINE_BELOW_MS) return FINE_MS;
  return SLICES_MS.find((ms) => elapsedMs / ms <= MAX_SLICES) ?? SLICES_MS.at(-1)!;
}

function sliceOf(ended: readonly ItemRecord[], fromMs: number, toMs: number): Slice {
  const count = (kind: ItemRecord['kind']) => ended.filter((record) => record.kind === kind).length;
  const [ok, notFound] = [count('ok'), count('notFound')];
  const latencies = latenciesMs(ended);
  const [p50, p95] = [quantile(latencies, 0.5), quantile(latencies, 0.95)];
  return {
    fromMs,
    toMs: thousandths(toMs),
    ended: ended.length,
    goodputPerSecond: thousandths((ok / (toMs - fromMs)) * 1000),
    ...(ended.length > 0 && { errorShare: errorShareOf({ ok, notFound }, ended.length) }),
    ...(p50 !== undefined && { latencyP50Ms: thousandths(p50) }),
    ...(p95 !== undefined && { latencyP95Ms: thousandths(p95) }),
  };
}

/** The first request arrived as the record with the earliest start says, on another clock. */
function beginning(records: readonly ItemRecord[], arrivalsMs: readonly number[]): number | undefined {
  const arrivedMs = least(arrivalsMs);
  const startedMs = least(records.map((record) => record.startedMs));
  if (arrivedMs === undefined || startedMs === undefined) return undefined;
  return thousandths(Math.max(0, arrivedMs - startedMs));
}

function least(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : values.reduce((a, b) => Math.min(a, b));
}

/** To three decimals. */
function thousandths(value: number): number {
  return Math.round(value * 1000) / 1000;
}
