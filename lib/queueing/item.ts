import type { Slowdown } from './slowdown.ts';

/** One request, as far as its times are known before it is sent; in milliseconds. */
export interface Item {
  /** On its way to the server's slots. What the server turns away takes as long to come back. */
  readonly beforeMs: number;
  /**
   * How long it holds a slot of each station, in their order, while it is alone there; undefined for one that it does not
   * pass, and where it passes none.
   */
  readonly servicesMs: readonly (number | undefined)[] | undefined;
  /** From its last slot to the last byte of its answer; Infinity where none comes. */
  readonly afterMs: number;
  /** What the client computes for it once it has ended, in none of its slots; absent for nothing. */
  readonly workMs?: number;
  /** The number of the item, a later one, that can only be sent once this one has ended: what is asked for again, say. */
  readonly next?: number;
  /**
   * The numbers of the items, later ones, that this one leads to: they can only be sent once it has been served, and never
   * where it is not. What must time out leads to nothing, and must name none.
   */
  readonly found?: readonly number[];
}

/** Slots of service that a server has, and the line before them. */
export interface Station extends Slowdown {
  readonly slots: number;
  /** How many may wait for a slot; the next one is shed. */
  readonly queue: number;
  /** How long it takes to turn a request away; Infinity where it is never told. */
  readonly shedAfterMs: number;
}

/** Who asks for the items, and what stands in the way. */
export interface Situation {
  /** How many requests the client may have in flight. */
  readonly m: number;
  /** After so long the client gives an item up, which frees its place in line or in service. */
  readonly timeoutMs: number;
  /** What each request passes, one after the other. */
  readonly stations: readonly Station[];
  /** How many cores compute for the client; default 1. */
  readonly cores?: number | undefined;
  /** When each item can start at the earliest, ascending; times count from the first. Absent: all at once, in their turn. */
  readonly startsMs?: readonly number[] | undefined;
}

/** How long an item takes that nothing stands in the way of. */
export function ownMs({ beforeMs, servicesMs, afterMs }: Item, stations: readonly Station[]): number {
  return beforeMs + serviceBetween(servicesMs ?? [], 0, stations.length) + afterMs;
}

/** How long services take together at the stations from one number up to, but not with, another. */
export function serviceBetween(servicesMs: NonNullable<Item['servicesMs']>, from: number, to: number): number {
  return servicesMs.slice(from, to).reduce<number>((sum, ms = 0) => sum + ms, 0);
}
