import { heldMs } from '../../lib/queueing/ideal-of-records.ts';
import { rateTime } from '../../lib/queueing/rate-time.ts';
import type { RequestRecord } from '../../lib/request-record.ts';
import type { Profile } from '../faults/contract/fault-spec.ts';
import { ratesEverywhere } from '../faults/limits/rate-spec.ts';
import { type Efficiency, efficiencyOf, idealOf, isAnswered } from '../records/efficiency.ts';
import { isOk } from '../records/failed.ts';
import { type Asked, byKey, type Retry, retriesOf } from '../records/retries.ts';
import type { Verdict } from '../records/verdict-schema.ts';
import { flagOf, isFlag } from './flag-keys.ts';

/** What is known of the server that a run asked. */
export interface AskedServer {
  /** How many requests can be in service at once; undefined for any number. */
  readonly slots: number | undefined;
  /** Its faults, where they were the same all the time; else undefined. */
  readonly profile: Profile | undefined;
}

/**
 * The shortest time in which anybody could have got the same flags, each of them once, over the time that they took, or why that
 * cannot be said.
 * A verdict's own efficiency is for as many in flight as there were at most: by it, who asks one after another would be first in
 * a room. And it is withheld from whoever waited. Here the ideal waits, too, as an answer that was injected told to; the wait
 * after the refusal of a limit is the price of having asked for too much, and that for what hangs lasts as long as the client
 * chose.
 */
export function shareOfIdeal(
  records: readonly RequestRecord[],
  { makespanMs }: Pick<Verdict, 'makespanMs'>,
  { slots, profile = [] }: AskedServer,
): Efficiency {
  const asked = byKey(records);
  const needed = neededOf(asked).map(untilItCame);
  const busyMs = idealOf(needed.flat(), { m: Number.POSITIVE_INFINITY, slots });
  const admittedMs = rateTime(needed.flat().filter(isOk).length, ratesEverywhere(profile));
  const retriesByKey = asked.map(retriesOf);
  const idealMs = Math.max(busyMs, admittedMs, ...needed.map((those) => longestRowMs(retriesOf(those))));
  return efficiencyOf({ byKey: asked, records, retries: retriesByKey.flat(), idealMs, makespanMs, areWaitsOwn: true });
}

/**
 * What the flags take, and what is told of their countries. Whoever keeps a server busy with anything else beside them, or with
 * what is not there, comes no nearer to the ideal.
 */
function neededOf(asked: readonly Asked[]): Asked[] {
  const keys = new Set(asked.map(keyOf));
  return asked.filter((those) => {
    const key = keyOf(those);
    return !those.some(isNotThere) && (isFlag(key) || keys.has(flagOf(key) ?? ''));
  });
}

function keyOf([first]: Asked): string {
  return first!.key;
}

/** Whether an answer says of itself that there is no such thing, by no fault or limit. */
function isNotThere({ ending, failsBy, shed, status = 0 }: RequestRecord): boolean {
  return ending === 'sent' && failsBy === undefined && !shed && status >= 400;
}

/** Without what was asked for again when it had been asked for already, and came: whoever leaves that out is done sooner. */
function untilItCame(asked: Asked): Asked {
  const came = asked.findIndex(isOk);
  return came === -1 ? asked : asked.slice(0, came + 1);
}

/**
 * How long the longest row of a request and its retries takes anybody, in milliseconds: each comes after the one before it has
 * failed, and after the wait that its answer told to.
 */
function longestRowMs(retries: readonly Retry[]): number {
  const beforeMs = new Map<RequestRecord, number>();
  let longestMs = 0;
  for (const { failed, record, waitMs } of retries) {
    const toldMs = failed.shed ? 0 : Math.min(waitMs, failed.retryAfterMs ?? 0);
    const startMs = (beforeMs.get(failed) ?? 0) + answeredInMs(failed) + toldMs;
    beforeMs.set(record, startMs);
    longestMs = Math.max(longestMs, startMs + answeredInMs(record));
  }
  return longestMs;
}

function answeredInMs(record: RequestRecord): number {
  return isAnswered(record) ? heldMs(record) : 0;
}
