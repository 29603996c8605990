import type { RequestRecord } from '../../lib/request-record.ts';
import type { Came } from '../faults/faults-over-time.ts';
import type { Refusals, RefusedRun } from './refusals.ts';
import { type CrowdedRun, inTheRun, type Stay, stayOf } from './stays.ts';
import { addTo, mostFirst } from './sums.ts';

/** What a name has lost to others who share the limits of a server. */
export interface Crowding {
  /** How long each of its requests that were let through took on average, from its first try on: back-offs after refusals, the wait for a place and the service, in milliseconds. */
  readonly tookMs: number;
  /** How long each would have taken with the server to themselves. */
  readonly aloneMs: number;
  /** How long they waited in all, for a place and after refusals, in milliseconds. */
  readonly waitedMs: number;
  /** Who took up the server while they waited, and for how much of that time, the most first, five at most; itself among them. */
  readonly behind: readonly { readonly name: string | undefined; readonly ms: number }[];
}

/** A request that was let through, and for how long refusals had put it off. */
interface PutOff extends Stay {
  readonly putOffMs: number;
}

/**
 * Who crowds whom on a server whose limits are shared. At each moment of a request's wait, the time counts for those who hold the
 * slots, for each as much as it holds of them; what went by between a refusal and the next try, by the share of the server that
 * each took up when it was refused. How long they took is measured against the same requests alone, which then wait for each
 * other: come when their first try came, or, with the back-offs that they owe to themselves, when they were let through, whichever takes longer.
 * What was turned away for good because of others would have been in their way, too, each for as long as they were served on average.
 * A service counts for as long as its fate says: what contention adds is nobody's.
 *
 * @param records of all names, as far as they are remembered
 * @param slotsFor how many of some requests can have been in service at once; undefined for any number
 * @param refused what of them was turned away
 * @returns by name, of those that have waited
 */
export function crowding(
  records: readonly RequestRecord[],
  runs: readonly CrowdedRun[],
  slotsFor: (requests: readonly Came[]) => number | undefined,
  { byName, putOffMs }: Refusals,
): ReadonlyMap<string, Crowding> {
  const stays = records
    .filter(({ shed }) => !shed)
    .map((record): PutOff => ({ ...stayOf(record), putOffMs: putOffMs.get(record) ?? 0 }));
  const counts = inTheRun(runs);
  const waits = stays.filter((stay) => stay.startedMs > stay.fromMs && counts(stay));
  const behind = timesBehind(waits, stays);
  const own = Map.groupBy(stays.filter(counts), ({ name }) => name!);
  const crowded = [...own].flatMap(([name, ofName]) => {
    const waitedMs = ofName.reduce((sum, { fromMs, startedMs, putOffMs }) => sum + startedMs - fromMs + putOffMs, 0);
    if (waitedMs === 0) return [];
    const { backOffMs, displacedMs } = byName.get(name) ?? NOTHING_REFUSED;
    const servedMs = ofName.reduce((sum, { startedMs, endMs }) => sum + endMs - startedMs, 0);
    const slots = slotsFor(ofName);
    const displaced = displacedMs.map((cameMs) => ({ cameMs, heldMs: servedMs / ofName.length, isCounted: false }));
    const alone = (cameMs: (stay: PutOff) => number) =>
      waitAlone([...ofName.map((stay) => heldFrom(cameMs(stay), stay)), ...displaced], slots);
    const waitAloneMs = Math.max(
      alone(({ fromMs, putOffMs }) => fromMs - putOffMs),
      alone(({ fromMs }) => fromMs) + (backOffMs.get(name) ?? 0),
    );
    const tookMs = (waitedMs + servedMs) / ofName.length;
    const aloneMs = Math.min(tookMs, (waitAloneMs + servedMs) / ofName.length);
    const times = new Map(behind.get(name));
    for (const [other, ms] of backOffMs) addTo(times, other, ms);
    return [
      [
        name,
        { tookMs, aloneMs, waitedMs, behind: mostFirst(times).map(([other, ms]) => ({ name: other, ms })) },
      ] as const,
    ];
  });
  return new Map(crowded);
}

/** Of a name of which nothing was turned away. */
const NOTHING_REFUSED: Pick<RefusedRun, 'backOffMs' | 'displacedMs'> = { backOffMs: new Map(), displacedMs: [] };

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
    addTo(held, index, by);
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

/** A request that has the slots of a server for itself and its like. */
interface Held {
  readonly cameMs: number;
  /** For how long it holds a slot. */
  readonly heldMs: number;
  /** Whether its wait counts. */
  readonly isCounted: boolean;
}

function heldFrom(cameMs: number, { startedMs, endMs }: Stay): Held {
  return { cameMs, heldMs: endMs - startedMs, isCounted: true };
}

/** How long the requests that count wait for a place, together. */
function waitAlone(requests: Held[], slots: number | undefined): number {
  if (slots === undefined) return 0;
  const freeMs = Array.from({ length: Math.min(slots, requests.length) }, () => Number.NEGATIVE_INFINITY);
  let waitedMs = 0;
  for (const { cameMs, heldMs, isCounted } of requests.sort((a, b) => a.cameMs - b.cameMs)) {
    const slot = freeMs.indexOf(Math.min(...freeMs));
    const beginMs = Math.max(cameMs, freeMs[slot]!);
    if (isCounted) waitedMs += beginMs - cameMs;
    freeMs[slot] = beginMs + heldMs;
  }
  return waitedMs;
}
