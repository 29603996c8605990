import type { Outcome } from '../../../clients/download/outcome.ts';
import { timeOver } from '../../../lib/queueing/in-flight.ts';
import type { RequestRecord } from '../../../lib/request-record.ts';
import { counted } from '../../../lib/units/counted.ts';
import { formatDuration } from '../../../lib/units/duration.ts';
import { NEVER_ASKED, NO_METADATA } from '../../command/outcomes-from-records.ts';
import type { Plan } from '../../plan/plan.ts';
import type { Figures } from '../../result/figures.ts';
import { falseTimes, isAsked } from './false-times.ts';
import type { Refutation } from './refutation.ts';

/** More than m in flight for so long is no matter of two clocks, in milliseconds. */
const OVER_M_MS = 5;

/** What whoever counts errors, or halves, as flags should do. */
const LOOK_AT_OK = 'look at response.ok, and wait for the whole body, before you count a flag';

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
  const about = 'counts';
  switch (error) {
    case NEVER_ASKED:
      return { about, what: `counted ${flags} that it ${error}`, hint: 'count a flag when it has arrived' };
    case NO_METADATA:
      return {
        about,
        what: `counted ${flags} and never asked for their metadata`,
        hint: 'ask for metadata.json, too, where it is given names',
      };
    default:
      return {
        about,
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
  return [{ about: 'm', what, hint: 'let the client keep to the given m, or give its own m with -m' }];
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

function isPlannedOk({ outcome }: Plan['downloads'][number]): boolean {
  return outcome === 'ok';
}
