import { idealTime } from '../../lib/queueing/ideal-limits.ts';
import { type Item, ownMs, type Station } from '../../lib/queueing/item.ts';
import { simulateQueue } from '../../lib/queueing/simulate-queue.ts';
import { type ItemsRequest, type PlannedFate, plannedItems } from './planned-items.ts';

/** What is asked of a plan. Durations are milliseconds. */
export interface PlanRequest extends ItemsRequest {
  /** Slots of the client whose ideal time is wanted. */
  readonly m: number;
  /** When each item is to start, where requests start on schedule; else all may start at once. */
  readonly startsMs?: readonly number[];
}

/** The fates of a download, known before its first request is sent. */
export interface Plan {
  readonly label: string;
  readonly seed: number;
  readonly timeScale: number;
  readonly m: number;
  /** How many items can be in service at once: m, or the server's own slots where they are fewer. */
  readonly slots: number;
  readonly timeoutMs: number;
  readonly fates: readonly PlannedFate[];
  /** The time from each item's start to its end, added up: what a sequential client needs. */
  readonly sumMs: number;
  readonly longestMs: number;
  /** The lower bound for whoever gets all that is to be had, with m requests in flight at most. */
  readonly idealMs: number;
  /**
   * What m slots need when each takes the next item as soon as it is free, and every item has the patience to wait for its
   * turn: list scheduling (Graham, "Bounds for Certain Multiprocessing Anomalies", 1966), with the server's slots.
   */
  readonly scheduleMs: number;
}

/** Foretells a download of flags, as if there were room for all that comes: a limit turns nothing away here. */
export function planDownload(request: PlanRequest): Plan {
  const { label, seed, timeScale, timeoutMs, startsMs } = request;
  const { fates, items, stations } = plannedItems(request);
  const m = Math.min(request.m, Math.max(1, items.length));
  const situation = { m, timeoutMs, stations, startsMs };
  const times = items.map((item) => Math.min(ownMs(item, stations), timeoutMs));
  return {
    label,
    seed,
    timeScale,
    m,
    slots: Math.min(m, ...stations.map(({ slots }) => slots)),
    timeoutMs,
    fates,
    sumMs: times.reduce((sum, time) => sum + time, 0),
    longestMs: times.reduce((longest, time) => Math.max(longest, time), 0),
    idealMs: idealTime(items, situation),
    scheduleMs: simulateQueue(
      items.map((item) => untilTimeout(item, stations, timeoutMs)),
      {
        ...situation,
        timeoutMs: Number.POSITIVE_INFINITY,
        stations: stations.map((station) => ({ ...station, queue: Number.POSITIVE_INFINITY })),
      },
    ).makespanMs,
  };
}

/** An item that is given up in the end, as one that ends then, with what it has had of the server's slots until then. */
function untilTimeout(item: Item, stations: readonly Station[], timeoutMs: number): Item {
  if (ownMs(item, stations) < timeoutMs) return item;
  const beforeMs = Math.min(item.beforeMs, timeoutMs);
  const leftMs = timeoutMs - beforeMs;
  const passed = item.serviceMs === undefined ? 0 : stations.length;
  const serviceMs = passed === 0 ? undefined : Math.min(item.serviceMs!, leftMs / passed);
  return { beforeMs, serviceMs, afterMs: leftMs - (serviceMs ?? 0) * passed };
}
