import type { RequestRecord } from '../../lib/request-record.ts';
import type { Came } from '../faults/faults-over-time.ts';

/** What a name has lost to others who share the slots of a server. */
export interface Crowding {
  /** How long each of its requests took on average, the wait for a place and the service, in milliseconds. */
  readonly tookMs: number;
  /** How long each would have taken with all slots to themselves. */
  readonly aloneMs: number;
  /** Who held the slots while they waited, and for how much of that time, the most first, five at most; itself among them. */
  readonly behind: readonly { readonly name: string | undefined; readonly ms: number }[];
}

/** A run of a name, as far as others crowd it. */
export interface CrowdedRun {
  readonly name: string;
  /** When it began, on the clock of the records. */
  readonly sinceMs: number;
}

/** So many of those who were in the way are named. */
export const MOST_NAMED = 5;

/** From when to when a request waited, and from then on held a slot. */
export interface Stay {
  readonly name: string | undefined;
  readonly arrivedMs: number;
  readonly fromMs: number;
  readonly startedMs: number;
  readonly endMs: number;
}

/**
 * Who crowds whom on a server whose slots are shared. At each moment of a request's wait, the time counts for those who hold the
 * slots, for each as much as it holds of them. How long they took is measured against the same requests, come when they came, alone.
 * A service counts for as long as its fate says: what contention adds is nobody's.
 *
 * @param records of all names, as far as they are remembered
 * @param slotsFor how many of some requests can have been in service at once; undefined for any number
 * @returns by name, of those that have waited
 */
export function crowding(
  records: readonly RequestRecord[],
  runs: readonly CrowdedRun[],
  slotsFor: (requests: readonly Came[]) => number | undefined,
): ReadonlyMap<string, Crowding> {
  const stays = records.filter(({ shed }) => !shed).map(stayOf);
  const counts = inTheRun(runs);
  const waits = stays.filter((stay) => stay.startedMs > stay.fromMs && counts(stay));
  const behind = timesBehind(waits, stays);
  const own = Map.groupBy(stays.filter(counts), ({ name }) => name!);
  return new Map(
    Array.from(behind, ([name, times]) => {
      const ofName = own.get(name)!;
      const slots = slotsFor(ofName) ?? Number.POSITIVE_INFINITY;
      const waitedMs = ofName.reduce((sum, { fromMs, startedMs }) => sum + startedMs - fromMs, 0);
      const inTheWay = Array.from(times, ([other, ms]) => ({ name: other, ms })).filter(({ ms }) => ms > 0);
      const most = inTheWay.sort((a, b) => b.ms - a.ms).slice(0, MOST_NAMED);
      const servedMs = ofName.reduce((sum, { startedMs, endMs }) => sum + endMs - startedMs, 0);
      const tookMs = (waitedMs + servedMs) / ofName.length;
      const aloneMs = Math.min(tookMs, (waitAlone(ofName, slots) + servedMs) / ofName.length);
      return [name, { tookMs, aloneMs, behind: most }];
    }),
  );
}

/** Whether a request is of the run that its name is in. */
export function inTheRun(runs: readonly CrowdedRun[]): (stay: Stay) => boolean {
  const sinceMs = new Map(runs.map((run) => [run.name, run.sinceMs]));
  return ({ name, fromMs }) => fromMs >= (sinceMs.get(name ?? '') ?? Number.POSITIVE_INFINITY);
}

/** When a request came to the places of a server, and how long it held one. */
export function stayOf({
  run,
  arrivedMs,
  startedMs,
  queuedMs,
  serviceMs,
  endedMs = Number.POSITIVE_INFINITY,
}: RequestRecord): Stay {
  return {
    name: run,
    arrivedMs,
    fromMs: startedMs - queuedMs,
    startedMs,
    endMs: Math.min(endedMs, startedMs + serviceMs),
  };
}

/** For each name that waited, how much of that time each name held the slots. */
function timesBehind(
  waits: readonly Stay[],
  stays: readonly Stay[],
): Map<string, ReadonlyMap<string | undefined, number>> {
  const names = [...new Set(stays.map(({ name }) => name))];
  const indexOf = new Map(names.map((name, index) => [name, index]));
  const held = new Map<number, number>();
  /** For how long each has held all slots that were held, since the first moment. */
  const heldMs = new Float64Array(names.length);
  const before = new Map<Stay, Float64Array>();
  const times = new Map<string, Float64Array>();
  let [nowMs, total] = [Number.NEGATIVE_INFINITY, 0];
  const hold = ({ name }: Stay, by: number) => {
    const index = indexOf.get(name)!;
    held.set(index, (held.get(index) ?? 0) + by);
    if (held.get(index) === 0) held.delete(index);
    total += by;
  };
  const end = (stay: Stay) => {
    const sums = times.get(stay.name!) ?? new Float64Array(names.length);
    times.set(stay.name!, sums);
    for (const [index, ms] of before.get(stay)!.entries()) sums[index]! += heldMs[index]! - ms;
  };
  const moments = [
    ...stays
      .filter(({ startedMs, endMs }) => endMs > startedMs)
      .flatMap((stay) => [
        { atMs: stay.startedMs, happens: () => hold(stay, 1) },
        { atMs: stay.endMs, happens: () => hold(stay, -1) },
      ]),
    ...waits.flatMap((stay) => [
      { atMs: stay.fromMs, happens: () => void before.set(stay, heldMs.slice()) },
      { atMs: stay.startedMs, happens: () => end(stay) },
    ]),
  ];
  for (const { atMs, happens } of moments.sort((a, b) => a.atMs - b.atMs)) {
    for (const [index, count] of held) heldMs[index]! += ((atMs - nowMs) * count) / total;
    nowMs = atMs;
    happens();
  }
  return new Map(Array.from(times, ([name, sums]) => [name, new Map(names.map((other, i) => [other, sums[i]!]))]));
}

/** How long requests wait for a place that come at these moments and have the slots for themselves, together. */
function waitAlone(stays: readonly Stay[], slots: number): number {
  const freeMs = Array.from({ length: Math.min(slots, stays.length) }, () => Number.NEGATIVE_INFINITY);
  let waitedMs = 0;
  for (const { fromMs, startedMs, endMs } of stays.toSorted((a, b) => a.fromMs - b.fromMs)) {
    const slot = freeMs.indexOf(Math.min(...freeMs));
    const beginMs = Math.max(fromMs, freeMs[slot]!);
    waitedMs += beginMs - fromMs;
    freeMs[slot] = beginMs + (endMs - startedMs);
  }
  return waitedMs;
}
