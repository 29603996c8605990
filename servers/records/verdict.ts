import type { RequestRecord } from '../../lib/request-record.ts';
import { countAnswers } from './answers.ts';
import { backOffOf } from './back-off.ts';
import { concurrencyOf } from './concurrency.ts';
import { efficiencyOf, idealOf, isTooShort } from './efficiency.ts';
import { hasFailed, isOk } from './failed.ts';
import { byKey, hasObeyed, type Retry, retriesOf, waitsInARow, wasTold } from './retries.ts';
import type { FaultChange, Verdict } from './verdict-schema.ts';

/** The keys of what writes anew each time (RFC 9110, 9.2.2). */
const WRITING = /^(POST|PATCH) /;

/** What the records alone do not say. */
export interface VerdictContext {
  readonly label: string;
  readonly dropped: number;
  /** How many requests can be in service at once, in all slots of the server; undefined for any number. */
  readonly slots: number | undefined;
  /** When connections closed, by their numbers; those still open are absent. */
  readonly closedMs: ReadonlyMap<number, number>;
  /** How its faults have changed since the run began. */
  readonly faultChanges: readonly FaultChange[];
  /** Until when open requests have been held, on the clock of the records; default: the last moment that the records tell. */
  readonly nowMs?: number | undefined;
}

/** Judges a client from the server's records. A pure function of the records. */
export function verdict(
  records: readonly RequestRecord[],
  { label, dropped, slots, closedMs, faultChanges, nowMs }: VerdictContext,
): Verdict {
  const asked = byKey(records);
  const retriesByKey = asked.map(retriesOf);
  const retries = retriesByKey.flat();
  const ok = records.filter(isOk).length;
  const makespanMs = makespan(records, nowMs);
  const { inFlight, connections, peakConnections } = concurrencyOf(records, closedMs, nowMs);
  const peak = inFlight?.peak ?? peakConnections;
  const idealMs = idealOf(records, { m: peak, slots });
  const perSecond = (count: number) => (isTooShort(makespanMs) ? undefined : (count / makespanMs) * 1000);
  return {
    label,
    run: nameOf(records),
    requests: records.length,
    keys: asked.length,
    failed: records.filter(hasFailed).length,
    retries: retries.length,
    repeats: records.length - asked.length - retries.length,
    amplification: ratio(records.length, records.length - retries.length),
    maxAttempts: mostAttempts(records, retriesByKey),
    answers: countAnswers(records),
    ok,
    shed: records.filter(({ shed }) => shed).length,
    faulted: records.filter(({ faults }) => faults.length > 0).length,
    clientGone: records.filter(({ ending }) => ending === 'client-gone').length,
    throughputPerSecond: perSecond(records.filter(({ ending }) => ending === 'sent').length),
    goodputPerSecond: perSecond(ok),
    makespanMs,
    peakInFlight: inFlight?.peak,
    meanInFlight: inFlight?.mean,
    connections,
    peakConnections,
    requestsPerConnection: ratio(records.length, connections),
    idealMs,
    ...efficiencyOf({ byKey: asked, records, retries, idealMs, makespanMs }),
    backOff: backOffOf(retriesByKey),
    retryAfter: retryAfter(retries),
    wastedMs: records.reduce((sum, record) => sum + wastedMs(record), 0),
    duplicateWrites: asked.some(hasUnknownWrites)
      ? undefined
      : asked.reduce((sum, ofKey) => sum + duplicatesOf(ofKey), 0),
    faultChanges: changesAmid(records, faultChanges),
    dropped,
  };
}

/** The name that all these requests gave their run. */
function nameOf(records: readonly RequestRecord[]): string | undefined {
  const name = records[0]?.run;
  return records.every(({ run }) => run === name) ? name : undefined;
}

/** A change that came before the first request, or after the last had its fate, has touched none of them. */
function changesAmid(records: readonly RequestRecord[], changes: readonly FaultChange[]): FaultChange[] {
  const [firstMs = 0, lastMs = 0] = [records[0]?.arrivedMs, records.at(-1)?.arrivedMs];
  return changes
    .filter(({ atMs }) => atMs > firstMs && atMs <= lastMs)
    .map(({ atMs, faults }) => ({ atMs: atMs - firstMs, faults }));
}

function ratio(count: number, by: number): number {
  return by === 0 ? 0 : count / by;
}

function makespan(records: readonly RequestRecord[], nowMs: number | undefined): number {
  if (records.length === 0) return 0;
  const first = records.reduce((earliest, { arrivedMs }) => Math.min(earliest, arrivedMs), Number.POSITIVE_INFINITY);
  return records.reduce((latest, { arrivedMs, endedMs = nowMs ?? arrivedMs }) => Math.max(latest, endedMs), 0) - first;
}

function mostAttempts(records: readonly RequestRecord[], retriesByKey: readonly (readonly Retry[])[]): number {
  const rows = retriesByKey.flatMap(waitsInARow);
  return rows.reduce((most, { length }) => Math.max(most, length + 1), Math.min(1, records.length));
}

function retryAfter(retries: readonly Retry[]): Verdict['retryAfter'] {
  const told = retries.filter(wasTold);
  const obeyed = told.filter(hasObeyed).length;
  return { obeyed, violated: told.length - obeyed };
}

/** Whether what came of requests that write is not known, as of those that go on to another server. */
function hasUnknownWrites(asked: readonly RequestRecord[]): boolean {
  return WRITING.test(asked[0]!.key) && asked.some(isOk) && asked.every(({ wrote }) => wrote === undefined);
}

/** How often requests for one key wrote what one before had written. */
function duplicatesOf(asked: readonly RequestRecord[]): number {
  const written = asked.flatMap(({ wrote }) => wrote ?? []);
  return written.length - new Set(written).size;
}

/** How long a request was served whose client did not wait for the answer. One that hung was not served. */
function wastedMs({ ending, failsBy, startedMs, endedMs = startedMs }: RequestRecord): number {
  return ending === 'client-gone' && failsBy !== 'hang' ? endedMs - startedMs : 0;
}
