import type { Item, Situation, Station } from './item.ts';
import { ownMs, serviceBetween } from './item.ts';
import { sharedOut } from './shared-out.ts';
import { slowdown } from './slowdown.ts';

/** What no client with m requests in flight can beat, one limit each, in milliseconds from the first start. */
export interface LowerBounds {
  /** The item, with those that come after it and with what is computed for it, that ends last though nothing stands in its way. */
  readonly longestMs: number;
  /** All that the client's slots are held, shared out among them. */
  readonly clientMs: number;
  /** The same for the server's slots, with the shortest way to them and back; 0 where nothing needs them. */
  readonly serverMs: number;
  /** All that is computed for the items, shared out among the cores that compute; 0 where nothing is. */
  readonly workMs: number;
}

/**
 * The limits of the time in which a client gets from a server all that can be had of it. No schedule beats its longest
 * item, nor {@link sharedOut}. That holds for the client's slots, in which an item is from its start to its end, and for the
 * server's, in which only its service is. An item that must time out holds the client's slot until then; of the server's it
 * may have held none, for it may have waited in line.
 */
export function lowerBounds(items: readonly Item[], situation: Situation): LowerBounds {
  const { m, timeoutMs, stations, cores = 1, startsMs } = situation;
  const own = items.map((item) => ownMs(item, stations));
  const held = own.map((ms) => Math.min(ms, timeoutMs));
  const work = items.map(({ workMs = 0 }) => workMs);
  // What comes after an item can be sent while something is computed for it. So this is its longest chain.
  const withNext = [...held];
  for (let i = items.length - 1; i >= 0; i--) {
    withNext[i]! += laterOnes(items[i]!).reduce((longest, later) => Math.max(longest, withNext[later]!), work[i]!);
  }
  return {
    longestMs: withNext.reduce((latest, ms, i) => Math.max(latest, startOf(i, startsMs) + ms), 0),
    clientMs: sharedOut(held, m),
    serverMs: Math.max(0, ...stationTimes(items, situation)),
    workMs: sharedOut(work, cores),
  };
}

function laterOnes({ next, found = [] }: Item): readonly number[] {
  return next === undefined ? found : [next, ...found];
}

/** The limit of each station by itself, in milliseconds: 0 where nothing needs it. The longest is the server's. */
export function stationTimes(items: readonly Item[], { m, timeoutMs, stations, startsMs }: Situation): number[] {
  const worked = items.flatMap((item, i) =>
    item.servicesMs === undefined || ownMs(item, stations) >= timeoutMs
      ? []
      : [{ ...item, servicesMs: item.servicesMs, startMs: startOf(i, startsMs) }],
  );
  return stations.map((station, number) => {
    const passing = worked.filter(({ servicesMs }) => servicesMs[number] !== undefined);
    return stationMs(station, m, passing, number, stations.length);
  });
}

function startOf(i: number, startsMs: Situation['startsMs']): number {
  return startsMs === undefined ? 0 : startsMs[i]! - startsMs[0]!;
}

/** The shortest time for all that: a lower bound, whatever the client does. 0 for no items. */
export function idealTime(items: readonly Item[], situation: Situation): number {
  const { longestMs, clientMs, serverMs, workMs } = lowerBounds(items, situation);
  return Math.max(longestMs, clientMs, serverMs, workMs);
}

interface Worked extends Item {
  readonly servicesMs: NonNullable<Item['servicesMs']>;
  readonly startMs: number;
}

/** Nothing is served before the first can have come, nor after the last must have left. */
function stationMs(station: Station, m: number, items: readonly Worked[], number: number, count: number): number {
  if (items.length === 0) return 0;
  const head = least(
    items.map(({ startMs, beforeMs, servicesMs }) => startMs + beforeMs + serviceBetween(servicesMs, 0, number)),
  );
  const tail = least(items.map(({ servicesMs, afterMs }) => serviceBetween(servicesMs, number + 1, count) + afterMs));
  const services = items.map(({ servicesMs }) => servicesMs[number] ?? 0);
  return head + sharedOut(services, Math.min(station.slots, m), speed(station, m)) + tail;
}

/**
 * The most service that a station gives at once, in services of a lone request. Of k in service, the j-th to begin began as
 * the j-th at least, so all of them together are no faster than this. Without contention it is the number of slots; with
 * it, more than a server gives that is always full: a lower bound of the time, not a close one.
 */
function speed(station: Station, m: number): number {
  const slots = Math.min(station.slots, m);
  return sum(Array.from({ length: slots }, (_, j) => 1 / slowdown(j + 1, station)));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function least(values: readonly number[]): number {
  return values.reduce((lowest, value) => Math.min(lowest, value), Number.POSITIVE_INFINITY);
}
