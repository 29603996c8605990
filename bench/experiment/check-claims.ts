import type { Outcome } from '../../clients/download/outcome.ts';
import { timeOver } from '../../lib/queueing/in-flight.ts';
import type { RequestRecord } from '../../lib/request-record.ts';
import { counted } from '../../lib/units/counted.ts';
import { formatDuration } from '../../lib/units/duration.ts';
import { isItemSent, NEVER_ASKED, NO_METADATA } from '../command/outcomes-from-records.ts';
import type { Plan } from '../plan/plan.ts';
import type { Figures } from '../result/figures.ts';

/** More than m in flight for so long is no matter of two clocks, in milliseconds. */
const OVER_M_MS = 5;

/** The whole may be shorter by a client's clock than by the server's by so much: in milliseconds, and as a share of it. */
const SHORT_SPAN_MS = 50;
const SHORT_SHARE = 0.1;

/** So much shorter may a flag be on average, in milliseconds: a busy server hears late that its answer has left. */
const SHORT_FLAG_MS = 5;

/** The whole may be longer by a client's clock by so much: a client may begin, or end, with work of its own. */
const LONG_SPAN_MS = 500;
const LONG_TIMES = 1.5;

/** What whoever counts errors, or halves, as flags should do. */
const LOOK_AT_OK = 'look at response.ok, and wait for the whole body, before you count a flag';

/** What whoever tells times that are too short should do, and whoever tells such that are too long. */
const SHORT_HINT = 'let it take the time when each request is sent and when its body has come, on one clock';
const LONG_HINT = 'let it take the times in milliseconds, on one clock, and each as soon as its body has come';

/** What a client says of a cell, and what is known of it otherwise. */
export interface Claims {
  /** What the client says became of each item. */
  readonly outcomes: readonly Outcome[];
  /** What the records alone say became of each item. */
  readonly recorded: readonly Outcome[];
  /** What the server remembers. */
  readonly records: readonly RequestRecord[];
  readonly plan: Plan;
  /** The most requests that the client may have in flight. */
  readonly m: number;
  /**
   * Whether somebody's own module tells this. Its times and its number of requests are held against the records, too; the
   * lab's strategies have the lab's clock, and a busy machine must never refute them.
   */
  readonly isModule: boolean;
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
export function checkClaims({ outcomes: claims, recorded, records, plan, m, isModule }: Claims): CheckedClaims {
  const seen = matched(claims, recorded);
  const isLie = (claim: Outcome, i: number) => isRefuted(claim, seen[i]!);
  const checked = claims.map((claim, i) => (isLie(claim, i) ? asSeen(claim, seen[i]!) : claim));
  const outcomes = isModule ? withoutInventions(checked, seen) : checked;
  const times = isModule ? falseTimes({ outcomes, seen, records }) : [];
  const refuted = [...falseCounts(seen.filter((_, i) => isLie(claims[i]!, i))), ...overM(records, m), ...times];
  if (refuted.length === 0) return { outcomes, refuted };
  const foretold = plan.variesBy !== undefined ? {} : { plan: plan.downloads.filter(isPlannedOk).length };
  const contradicted = { client: claims.filter(isOk).length, server: recorded.filter(isOk).length, ...foretold };
  const told = times.length === 0 ? outcomes : outcomes.map((outcome, i) => ({ ...outcome, ...timesOf(seen[i]!) }));
  return { outcomes: told, contradicted, refuted };
}

/**
 * What the records say of each claim. Of a flag that was asked for several times, claims and records are held against each
 * other by how many there are of a kind.
 */
function matched(claims: readonly Outcome[], seen: readonly Outcome[]): Outcome[] {
  const byCode = Map.groupBy(seen, ({ code }) => code);
  return claims.map((claim) => {
    const left = byCode.get(claim.code)!;
    const same = left.findIndex(({ kind }) => kind === claim.kind);
    // Whoever counts otherwise than any record leaves those that are ok to others who count them.
    const found = same < 0 ? left.findIndex((outcome) => !isOk(outcome)) : same;
    return left.splice(Math.max(0, found), 1)[0]!;
  });
}

/** Whoever counts less than was sent is not refuted: it may not have read all of it. */
function isRefuted(claim: Outcome, seen: Outcome): boolean {
  return isAnswer(claim) && !isOk(seen) && seen.kind !== claim.kind;
}

function asSeen(claim: Outcome, { kind, status, requests, error, reason }: Outcome): Outcome {
  const { reason: _own, ...rest } = claim;
  return { ...rest, kind, status, requests, error, ...(reason !== undefined && { reason }) };
}

/**
 * What a module tells of its requests and its failures is its own word: the records know how many requests there were, and
 * with what status they were answered. Who could not reach the server is believed that it tried; of an item that was
 * never asked for there is nothing to tell, and it takes no time.
 */
function withoutInventions(claims: readonly Outcome[], seen: readonly Outcome[]): Outcome[] {
  const endMs = claims.reduce((latest, claim, i) => (isAsked(seen[i]!) ? Math.max(latest, claim.endedMs) : latest), 0);
  const nowhere = { startedMs: endMs, firstByteMs: undefined, endedMs: endMs };
  return claims.map((claim, i) => {
    const { kind, status, requests } = seen[i]!;
    if (!isAsked(seen[i]!)) {
      const isTried = claim.kind === 'networkError' && claim.requests > 0;
      return { ...(isTried ? { ...claim, requests: 1 } : asSeen(claim, seen[i]!)), ...nowhere };
    }
    const isOther = kind !== claim.kind || (claim.status !== undefined && claim.status !== status);
    const isAnswered = (kind === 'httpError' || kind === 'notFound') && !isOk(claim);
    return isAnswered && isOther ? asSeen(claim, seen[i]!) : { ...claim, requests };
  });
}

function falseCounts(lies: readonly Outcome[]): Refutation[] {
  return [...Map.groupBy(lies, ({ error = '' }) => error)].map(([error, { length }]) =>
    falseCount(counted(length, 'flag'), error),
  );
}

function falseCount(flags: string, error: string): Refutation {
  switch (error) {
    case NEVER_ASKED:
      return { what: `counted ${flags} that it ${error}`, hint: 'count a flag when it has arrived' };
    case NO_METADATA:
      return {
        what: `counted ${flags} and never asked for their metadata`,
        hint: 'ask for metadata.json, too, where it is given names',
      };
    default:
      return {
        what: `counted ${flags} as downloaded for which the server sent something else: ${error}`,
        hint: error.startsWith('empty') ? 'ask with GET, and count what has a body' : LOOK_AT_OK,
      };
  }
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

/** The claims of a module, and what the records say of each. */
interface Told {
  readonly outcomes: readonly Outcome[];
  readonly seen: readonly Outcome[];
  readonly records: readonly RequestRecord[];
}

/** A client sees the first request leave before the server does, and the last answer come after it, but not by much. */
function falseTimes({ outcomes, seen, records }: Told): Refutation[] {
  const own = spanOf(outcomes.filter((_, i) => isAsked(seen[i]!)));
  const asked = seen.filter(isAsked);
  // Of who has gone the server hears late.
  const stayed = spanOf(asked.filter(({ kind }) => kind !== 'timeout'));
  // With what it claims and has never asked for, since it may have asked for something else then.
  const told = spanOf(outcomes);
  if (isFarBelow(told, stayed, SHORT_SPAN_MS)) {
    const [ownText, serverText] = [told, stayed].map((ms) => formatDuration(Math.round(ms)));
    return [
      { what: `was done in ${ownText} by its own clock, and in ${serverText} by the server's`, hint: SHORT_HINT },
    ];
  }
  const whole = spanOf(asked);
  const isOver = records.every(({ ending }) => ending !== 'open');
  if (isOver && own > LONG_TIMES * whole && own - whole > LONG_SPAN_MS) {
    const [ownText, serverText] = [own, whole].map((ms) => formatDuration(Math.round(ms)));
    const what = `reported longer times than the server: ${ownText} by its own clock, and ${serverText} by the server's`;
    return [{ what, hint: LONG_HINT }];
  }
  return shorterFlags(outcomes, records);
}

/**
 * No flag takes a client less than it takes the server. So the shortest by its word takes no less than the shortest by
 * the records, and likewise the next: which request was for which item does not matter.
 */
function shorterFlags(outcomes: readonly Outcome[], records: readonly RequestRecord[]): Refutation[] {
  const claimedMs = outcomes.filter(isOk).map(lasted).sort(ascending);
  const seenMs = records
    .filter((record) => isItemSent(record))
    .map(({ arrivedMs, endedMs = arrivedMs }) => endedMs - arrivedMs)
    .sort(ascending)
    .slice(0, claimedMs.length);
  const missingMs = seenMs.reduce((sum, ms, i) => sum + Math.max(0, ms - claimedMs[i]!), 0);
  const serverMs = seenMs.reduce((sum, ms) => sum + ms, 0);
  if (!isFarBelow(serverMs - missingMs, serverMs, SHORT_FLAG_MS * seenMs.length)) return [];
  const flags = counted(seenMs.filter((ms, i) => ms > claimedMs[i]!).length, 'flag');
  return [{ what: `reported shorter times than the server for ${flags}`, hint: SHORT_HINT }];
}

function isFarBelow(claimedMs: number, seenMs: number, offMs: number): boolean {
  return seenMs - claimedMs > offMs && seenMs - claimedMs > SHORT_SHARE * seenMs;
}

function ascending(a: number, b: number): number {
  return a - b;
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

function isAnswer({ kind }: Outcome): boolean {
  return kind === 'ok' || kind === 'notFound';
}

/** Whether a request arrived for what the records say that of. */
function isAsked({ requests }: Outcome): boolean {
  return requests > 0;
}

function isPlannedOk({ outcome }: Plan['downloads'][number]): boolean {
  return outcome === 'ok';
}
