import { median } from 'simple-statistics';
import { inFlight } from '../../lib/queueing/in-flight.ts';
import type { RequestRecord } from '../../lib/request-record.ts';
import { VISIBLE_MS } from './memory/run-progress.ts';

/** How many requests and connections there were at once. */
export interface Concurrency {
  /** Requests at once; undefined where nothing waits. */
  readonly inFlight: { readonly peak: number; readonly mean: number } | undefined;
  readonly connections: number;
  /** Connections at once, of those that brought requests. */
  readonly peakConnections: number;
}

/**
 * Counts requests and connections at once. A server that has nothing to wait for answers one request after another, however
 * many a client has sent: there the connections tell what the requests cannot.
 *
 * @param closedMs when connections closed, by their numbers; those still open are absent
 * @param nowMs until when open requests have been in flight; undefined: to the end of the others
 */
export function concurrencyOf(
  records: readonly RequestRecord[],
  closedMs: ReadonlyMap<number, number>,
  nowMs: number | undefined,
): Concurrency {
  const spans = records.map(({ arrivedMs, endedMs = nowMs }) => ({ startMs: arrivedMs, endMs: endedMs }));
  // Records come in order of arrival: the first of a connection stays.
  const opened = new Map(records.toReversed().map(({ connection, arrivedMs }) => [connection, arrivedMs]));
  const connections = Array.from(opened, ([connection, startMs]) => ({ startMs, endMs: closedMs.get(connection) }));
  return {
    inFlight: nothingWaits(records) ? undefined : inFlight(spans),
    connections: opened.size,
    peakConnections: inFlight(connections).peak,
  };
}

function nothingWaits(records: readonly RequestRecord[]): boolean {
  if (records.length === 0 || records.some(({ injectedMs, queuedMs }) => injectedMs > 0 || queuedMs > 0)) return false;
  return median(records.map(({ arrivedMs, endedMs = Number.POSITIVE_INFINITY }) => endedMs - arrivedMs)) < VISIBLE_MS;
}
