import type { Outcome } from '../../../clients/download/outcome.ts';
import type { RequestRecord } from '../../../lib/request-record.ts';
import { counted } from '../../../lib/units/counted.ts';
import { formatDuration } from '../../../lib/units/duration.ts';
import { isItemSent } from '../../command/outcomes-from-records.ts';
import type { Refutation } from './refutation.ts';

/** The whole may be shorter by a client's clock than by the server's by so much: in milliseconds, and as a share of it. */
const SHORT_SPAN_MS = 50;
const SHORT_SHARE = 0.1;

/** So much shorter may a flag be on average, in milliseconds: a busy server hears late that its answer has left. */
const SHORT_FLAG_MS = 5;

/** The whole may be longer by a client's clock by so much: a client may begin, or end, with work of its own. */
const LONG_SPAN_MS = 500;
const LONG_TIMES = 1.5;

/** What whoever tells times that are too short should do, be it for having asked twice, and whoever tells such that are too long. */
const SHORT_HINT = 'let it take the time when each request is sent and when its body has come, on one clock';
const MORE_HINT =
  'what is asked for again takes from its first request to its last answer: ask for each once, or count all of it';
const LONG_HINT = 'let it take the times in milliseconds, on one clock, and each as soon as its body has come';

/** The claims of a module, and what the records say of each. */
export interface Told {
  readonly outcomes: readonly Outcome[];
  readonly seen: readonly Outcome[];
  readonly records: readonly RequestRecord[];
}

/** A client sees the first request leave before the server does, and the last answer come after it, but not by much. */
export function falseTimes({ outcomes, seen, records }: Told): Refutation[] {
  const own = spanOf(outcomes.filter((_, i) => isAsked(seen[i]!)));
  const asked = seen.filter(isAsked);
  // Of who has gone the server hears late.
  const stayed = spanOf(asked.filter(({ kind }) => kind !== 'timeout'));
  // With what it claims and has never asked for, since it may have asked for something else then.
  const told = spanOf(outcomes);
  if (isFarBelow(told, stayed, SHORT_SPAN_MS)) {
    const [ownText, serverText] = [told, stayed].map((ms) => formatDuration(Math.round(ms)));
    const what = `was done in ${ownText} by its own clock, and in ${serverText} by the server's`;
    if (records.length <= asked.length) return [{ about: 'times', what, hint: SHORT_HINT }];
    const more = `, which saw ${counted(records.length, 'request')} for ${counted(asked.length, 'flag')}`;
    return [{ about: 'times', what: `${what}${more}`, hint: MORE_HINT }];
  }
  const whole = spanOf(asked);
  const isOver = records.every(({ ending }) => ending !== 'open');
  if (isOver && own > LONG_TIMES * whole && own - whole > LONG_SPAN_MS) {
    const [ownText, serverText] = [own, whole].map((ms) => formatDuration(Math.round(ms)));
    const what = `reported longer times than the server: ${ownText} by its own clock, and ${serverText} by the server's`;
    return [{ about: 'times', what, hint: LONG_HINT }];
  }
  return shorterFlags(outcomes, records);
}

/**
 * No flag takes a client less than it takes the server. So the shortest by its word takes no less than the shortest by
 * the records, and likewise the next: which request was for which item does not matter.
 */
function shorterFlags(outcomes: readonly Outcome[], records: readonly RequestRecord[]): Refutation[] {
  const claimedMs = outcomes
    .filter(({ kind }) => kind === 'ok')
    .map(lasted)
    .sort(ascending);
  const seenMs = records
    .filter((record) => isItemSent(record))
    .map(({ arrivedMs, endedMs = arrivedMs }) => endedMs - arrivedMs)
    .sort(ascending)
    .slice(0, claimedMs.length);
  const missingMs = seenMs.reduce((sum, ms, i) => sum + Math.max(0, ms - claimedMs[i]!), 0);
  const serverMs = seenMs.reduce((sum, ms) => sum + ms, 0);
  if (!isFarBelow(serverMs - missingMs, serverMs, SHORT_FLAG_MS * seenMs.length)) return [];
  const flags = counted(seenMs.filter((ms, i) => ms > claimedMs[i]!).length, 'flag');
  const what = `reported shorter times than the server for ${flags}`;
  return [{ about: 'times', what, hint: SHORT_HINT }];
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

/** Whether a request arrived for what the records say that of. */
export function isAsked({ requests }: Outcome): boolean {
  return requests > 0;
}
