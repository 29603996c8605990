import { sharedOut } from './shared-out.ts';

/** What a server's record of a request says of its time, in milliseconds. */
export interface RecordedRequest {
  readonly arrivedMs: number;
  /** Undefined while it is open. */
  readonly endedMs: number | undefined;
  /** When its answer began; undefined where none did. */
  readonly firstByteMs: number | undefined;
  /** How long its fate held it, and how much of that in a slot of the server. */
  readonly injectedMs: number;
  readonly serviceMs: number;
  /** Whether it was turned away. */
  readonly shed: boolean;
}

/** Who asked for the requests, and of whom. */
export interface RecordedSituation {
  /** The most requests that the client had in flight. */
  readonly m: number;
  /** How many requests can be in service at once, in all slots of the server; undefined for any number. */
  readonly slots: number | undefined;
}

/**
 * The shortest time for what a server has really done for a client: no schedule beats its longest request, nor all that is
 * {@link sharedOut} among the client's slots, or among the server's. A request counts for as long as its fate held it and its
 * client stayed; one that was turned away or given up has had no service that is known of. So it is never longer than the
 * time from the first arrival to the last end.
 */
export function idealOfRecords(
  records: readonly RecordedRequest[],
  { m, slots = Infinity }: RecordedSituation,
): number {
  const held = records.map(heldMs);
  const longestMs = held.reduce((longest, ms) => Math.max(longest, ms), 0);
  const served = records.filter(({ firstByteMs, shed }) => firstByteMs !== undefined && !shed);
  const services = served.map((record) => Math.min(record.serviceMs, stayedMs(record)));
  return Math.max(longestMs, sharedOut(held, Math.max(1, m)), sharedOut(services, slots));
}

/** How long a request was held by its fate while its client stayed, in milliseconds. */
export function heldMs(record: RecordedRequest): number {
  return Math.min(record.injectedMs, stayedMs(record));
}

function stayedMs({ arrivedMs, endedMs = arrivedMs }: RecordedRequest): number {
  return endedMs - arrivedMs;
}
