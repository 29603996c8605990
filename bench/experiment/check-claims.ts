import type { Outcome } from '../../clients/download/outcome.ts';
import { timeOver } from '../../lib/queueing/in-flight.ts';
import type { RequestRecord } from '../../lib/request-record.ts';
import { counted } from '../../lib/units/counted.ts';
import { formatDuration } from '../../lib/units/duration.ts';
import { NEVER_ASKED, outcomesFromRecords } from '../command/outcomes-from-records.ts';
import type { Plan } from '../plan/plan.ts';
import type { Figures } from '../result/figures.ts';

/** More than m in flight for so long is no matter of two clocks, in milliseconds. */
const OVER_M_MS = 5;

/** Two clocks, and a busy machine, may differ by so much: in milliseconds, and as a share of the time. */
const OFF_MS = 200;
const OFF_SHARE = 0.1;

/** So many of the items, as a share, may have times that the records refute before the client's clock is not believed. */
const OFF_ITEMS = 0.1;

/** What whoever counts errors, or halves, as flags should do. */
const LOOK_AT_OK = 'look at response.ok, and wait for the whole body, before you count a flag';

/** What a client says of a cell, and what is known of it otherwise. */
export interface Claims {
  /** What the client says became of each item. */
  readonly outcomes: readonly Outcome[];
  /** What the server remembers. */
  readonly records: readonly RequestRecord[];
  readonly plan: Plan;
  /** The most requests that the client may have in flight. */
  readonly m: number;
}

/** What the records refute of a client's word. */
export interface Refutation {
  /** Without the client's name and without a full stop: `counted 5 flags as downloaded that …`. */
  readonly what: string;
  /** What its author should look at. */
  readonly hint: string;
}

/** A client's claims, once they have been held against the server's records. */
export interface CheckedClaims {
  /** What became of each item: where the records refute the client, as they have it. */
  readonly outcomes: readonly Outcome[];
  /** Absent where nothing was refuted. */
  readonly contradicted?: NonNullable<Figures['contradicted']>;
  readonly refuted: readonly Refutation[];
}

/** Holds what a client reports against what the server saw: a pure function of both. */
export function checkClaims({ outcomes, records, plan, m }: Claims): CheckedClaims {
  const seen = outcomesFromRecords(
    records,
    outcomes.map(({ code }) => code),
  );
  const seenByCode = Map.groupBy(seen, ({ code }) => code);
  const checked = outcomes.map((claim) => correct(claim, seenByCode.get(claim.code)!));
  const lies = outcomes.flatMap((claim, i) => (checked[i] === claim ? [] : [checked[i]!]));
  const times = falseTimes(outcomes, seen);
  const refuted = [...falseCounts(lies), ...overM(records, m), ...times];
  if (refuted.length === 0) return { outcomes, refuted };
  const client = outcomes.filter(isOk).length;
  const server = seen.filter(isOk).length;
  const foretold = plan.changes ? {} : { plan: plan.downloads.filter(isPlannedOk).length };
  const told = times.length === 0 ? checked : checked.map((outcome, i) => ({ ...outcome, ...timesOf(seen[i]!) }));
  return { outcomes: told, contradicted: { client, server, ...foretold }, refuted };
}

/**
 * The claim itself, unless it is refuted. Whoever counts less than was sent is not: it may not have read all of it. Of a flag
 * that was asked for several times, claims and records are held against each other by how many there are of a kind.
 *
 * @param left what the records say of this flag; what is used up is taken out
 */
function correct(claim: Outcome, left: Outcome[]): Outcome {
  const same = left.findIndex(({ kind }) => kind === claim.kind);
  // Whoever counts otherwise than any record leaves those that are ok to others who count them.
  const found = same < 0 ? left.findIndex((outcome) => !isOk(outcome)) : same;
  const [seen] = left.splice(Math.max(0, found), 1);
  const isRefuted =
    (claim.kind === 'ok' || claim.kind === 'notFound') && seen!.kind !== 'ok' && seen!.kind !== claim.kind;
  if (!isRefuted) return claim;
  const { kind, status, requests, error, reason } = seen!;
  return { ...claim, kind, status, requests, error, ...(reason !== undefined && { reason }) };
}

function falseCounts(lies: readonly Outcome[]): Refutation[] {
  return [...Map.groupBy(lies, ({ error = '' }) => error)].map(([error, { length }]) => {
    const flags = counted(length, 'flag');
    return error === NEVER_ASKED
      ? { what: `counted ${flags} that it ${error}`, hint: 'count a flag when it has arrived' }
      : {
          what: `counted ${flags} as downloaded for which the server sent something else: ${error}`,
          hint: error.startsWith('empty') ? 'ask with GET, and count what has a body' : LOOK_AT_OK,
        };
  });
}

/** Whoever has gone may have gone long before the server could tell. */
function overM(records: readonly RequestRecord[], m: number): Refutation[] {
  const spans = records
    .filter(({ ending }) => ending !== 'client-gone')
    .map(({ arrivedMs, endedMs }) => ({ startMs: arrivedMs, endMs: endedMs }));
  const overMs = timeOver(spans, m);
  if (overMs <= OVER_M_MS) return [];
  const what = `had more than m = ${m} requests in flight for ${formatDuration(Math.round(overMs))}`;
  return [{ what, hint: 'let the client keep to the given m, or give its own m with -m' }];
}

/** A client sees the first request leave before the server does, and the last answer come after it: it never takes less. */
function falseTimes(outcomes: readonly Outcome[], seen: readonly Outcome[]): Refutation[] {
  // Of who has gone the server hears late.
  const stayed = seen.filter(({ kind, requests }) => kind !== 'timeout' && requests > 0);
  const [own, server] = [spanOf(outcomes), spanOf(stayed)];
  const [ownText, serverText] = [own, server].map((ms) => formatDuration(Math.round(ms)));
  const hint = 'take the time when a request is sent and the time when its whole body has come, both on one clock';
  if (isFarBelow(own, server)) {
    return [{ what: `was done in ${ownText} by its own clock, and in ${serverText} by the server's`, hint }];
  }
  // Of a flag that was asked for several times nobody knows which request was which.
  const isTold = new Set(outcomes.map(({ code }) => code)).size === outcomes.length;
  const off = outcomes.filter(
    (claim, i) => isTold && isOk(claim) && isOk(seen[i]!) && isFarBelow(lasted(claim), lasted(seen[i]!)),
  );
  if (off.length <= outcomes.length * OFF_ITEMS) return [];
  return [{ what: `reported shorter times than the server for ${counted(off.length, 'flag')}`, hint }];
}

function isFarBelow(claimedMs: number, seenMs: number): boolean {
  return seenMs - claimedMs > OFF_MS && seenMs - claimedMs > OFF_SHARE * seenMs;
}

function spanOf(outcomes: readonly Outcome[]): number {
  const start = outcomes.reduce((earliest, { startedMs }) => Math.min(earliest, startedMs), Number.POSITIVE_INFINITY);
  return outcomes.reduce((longest, { endedMs }) => Math.max(longest, endedMs - start), 0);
}

function lasted({ startedMs, endedMs }: Outcome): number {
  return endedMs - startedMs;
}

/** A scheduled start stays the schedule's. */
function timesOf({ startedMs, firstByteMs, endedMs }: Outcome): Pick<Outcome, 'startedMs' | 'firstByteMs' | 'endedMs'> {
  return { startedMs, firstByteMs, endedMs };
}

function isOk({ kind }: Outcome): boolean {
  return kind === 'ok';
}

function isPlannedOk({ outcome }: Plan['downloads'][number]): boolean {
  return outcome === 'ok';
}
