import { askedOnce, honest, peak } from '../../bench/lesson/common-findings.ts';
import { type Finding, finding } from '../../bench/lesson/finding.ts';
import type { ClaimRound, Lesson } from '../../bench/lesson/lesson.ts';
import { cellOf, planOf } from '../../bench/lesson/run-of-lesson.ts';
import { toldKinds } from '../../bench/lesson/told-kinds.ts';
import type { Seen } from '../../bench/lesson/trial.ts';
import type { PlannedDownload } from '../../bench/plan/planned-requests.ts';
import { DEFAULT_TIMEOUT_MS } from '../../clients/download/download.ts';
import { inFlight } from '../../lib/queueing/in-flight.ts';
import type { RequestRecord } from '../../lib/request-record.ts';
import { counted } from '../../lib/units/counted.ts';
import { roundedSeconds } from '../../lib/units/duration.ts';

/** All that there are. */
const FLAGS = 194;

/** The timeouts of the lesson, in milliseconds: none of DELAY's waits is as long as the last. */
const TIMEOUTS_MS = [1000, DEFAULT_TIMEOUT_MS, 6000];

/** How many flags may fare otherwise than planned, because their wait is about as long as the timeout, as a share of all. */
const NEAR = 0.08;

const M = 20;

/**
 * The timeouts that a client of the exercise is given, one after the other: waits lie between them, and no timeout of its own is
 * taken for both, since one that is held for no more than {@link LATE_MS} longer than the first has not waited for {@link WAITED} of the second.
 */
const GIVEN_MS = [1200, 4000];

/** A request is held for so many milliseconds longer than the timeout at most: a busy machine notices late that its client is gone. */
const LATE_MS = 600;

/** Whoever is given up was held so much of the timeout at least: it is sent before it arrives, and a busy server sees that late. */
const WAITED = 0.7;

/** What share of those that are given up must have been, on a machine that may stand still for a moment. */
const MOST = 0.5;

/** What to look at where a request was held for too long: only its body was late, or its headers were, too. */
const BODY_LATE = 'a body can be late too: let one timeout run until all of it is there';
const NO_TIMEOUT = 'give each request the timeout that your client is given, such as AbortSignal.timeout(timeoutMs)';

/** What to look at where a flag was not asked for: it may have been given up before. */
const ASK_FOR_ALL =
  'ask the server for each code that your client is given, with a timeout of its own that begins when it is sent';

/** What to look at where not m are in flight: how they begin, or how they end. */
const SLOTS = 'let m slots take the next code each, and no more begin';
const STILL_IN_FLIGHT =
  'what you no longer wait for is still in flight: give fetch a signal, such as AbortSignal.timeout(timeoutMs)';

/** What to look at where fewer have come than planned, or more. */
const OWN_TIMEOUT = 'each request needs a timeout of its own, which begins when it is sent';
const TOO_LONG = 'wait for a flag no longer than timeoutMs says';

/** Who pays for a timeout? The server, for all that it has done for somebody who did not wait for it. */
export const timeouts: Lesson = {
  number: 7,
  folder: '07-timeouts',
  prediction: {
    unit: 'flags',
    unitOfOne: 'flag',
    planned: (result) => planOf(result, 'DELAY', FLAGS).downloads.filter(isOk).length,
    measured: (result) => cellOf(result, { server: 'DELAY' })?.outcomes.ok,
  },
  claim: {
    // A machine that stands still for a moment has more flags come too late the shorter all waits are.
    timeScale: 1,
    rounds: TIMEOUTS_MS.map(
      (timeoutMs): ClaimRound => ({ client: 'async', server: 'DELAY', flags: FLAGS, m: FLAGS, timeoutMs }),
    ),
    judge: (seen) => [...seen.map((one) => within(one, arrivedAsPlanned(one))), ...seen.map(paidFor)],
  },
  exercise: {
    task: 'a client that calls off what it does not wait for',
    faults: { SLOW: ['delay=list:200ms@0.6,2s@0.3,6s@0.1', 'throttle=4KB/s,path=/flags/a*'] },
    timeScale: 0.5,
    rounds: GIVEN_MS.map((timeoutMs) => ({ server: 'SLOW', flags: 60, m: M, timeoutMs })),
    judge: (seen) => seen.flatMap(judged),
  },
};

function judged(seen: Seen): Finding[] {
  const letGo = held(seen);
  const tooMany = letGo.holds ? SLOTS : STILL_IN_FLIGHT;
  const atOnce = peak(peakOf(seen), { least: M, most: M, tooFew: SLOTS, tooMany });
  // Of requests that never came there is nothing more to say.
  if (seen.records.length === 0) return [within(seen, atOnce)];
  const findings = [
    atOnce,
    letGo,
    askedOnce(seen, ASK_FOR_ALL),
    ...(letGo.holds ? waitedAsPlanned(seen) : []),
    ...honest(seen),
    ...toldKinds(seen),
  ];
  return findings.map((one) => within(seen, one));
}

/** A finding, with the timeout that it is about. */
function within({ plan: { timeoutMs } }: Seen, one: Finding): Finding {
  return { ...one, saw: `with a timeout of ${roundedSeconds(timeoutMs)} ${one.saw}` };
}

function isOk({ outcome }: PlannedDownload): boolean {
  return outcome === 'ok';
}

function arrivedAsPlanned({ figures, plan }: Seen): Finding {
  const { outcomes, items } = figures;
  const planned = plan.downloads.filter(isOk).length;
  const near = Math.floor(NEAR * items);
  const saw = `${outcomes.ok} of ${items} flags arrived; the plan said ${planned} ± ${near}`;
  return finding(Math.abs(outcomes.ok - planned) <= near, {
    good: saw,
    bad: saw,
    hint: outcomes.ok < planned ? OWN_TIMEOUT : TOO_LONG,
  });
}

/** Of who is given up too soon, that is said alone: fewer have come then, too. */
function waitedAsPlanned(seen: Seen): Finding[] {
  const waited = waitedFor(seen);
  return waited.holds ? [waited, arrivedAsPlanned(seen)] : [waited];
}

/** Where nothing is given up nobody pays; else most of the server's time was for nobody. */
function paidFor({ plan, verdict: { wastedMs }, records }: Seen): Finding {
  const workedMs = records.reduce((sum, record) => sum + lasted(record), 0);
  const isGivenUp = plan.downloads.some((download) => !isOk(download));
  const saw = `of ${roundedSeconds(workedMs)} at the server ${roundedSeconds(wastedMs)} were for nobody`;
  return finding(isGivenUp ? wastedMs > workedMs / 2 : wastedMs === 0, { good: saw, bad: saw });
}

/**
 * How many requests a client had in flight at most. A client sends the next as soon as it has called one off, and a busy server
 * may see that one end after the next has come: so there were no more than the server saw, and no fewer than if each had ended
 * at half of the timeout, which leaves the other half for its way; one that was held for far longer was not called off at its
 * time, but when all was over. Between the two the client is believed that it keeps to m.
 */
function peakOf({ records, plan: { timeoutMs } }: Seen): number {
  const most = inFlight(records.map(({ arrivedMs, endedMs }) => ({ startMs: arrivedMs, endMs: endedMs }))).peak;
  const spans = records.map((record) => {
    const { arrivedMs, endedMs, ending } = record;
    const isCalledOff = ending === 'client-gone' && lasted(record) <= timeoutMs + LATE_MS;
    const latestMs = isCalledOff ? arrivedMs + timeoutMs / 2 : Number.POSITIVE_INFINITY;
    return { startMs: arrivedMs, endMs: endedMs === undefined ? undefined : Math.min(endedMs, latestMs) };
  });
  return Math.max(inFlight(spans).peak, Math.min(M, most));
}

/**
 * Who is given up has been waited for: a shorter timeout than the one that is asked for may spare the same flags. The first m
 * do not count, since a client that has just begun sends them late, while their timeouts run.
 */
function waitedFor({ records, plan: { timeoutMs } }: Seen): Finding {
  const inTurn = records.toSorted((a, b) => a.arrivedMs - b.arrivedMs);
  const givenUp = inTurn.slice(M).filter(({ ending }) => ending === 'client-gone');
  const waited = givenUp.filter((record) => lasted(record) >= WAITED * timeoutMs);
  if (givenUp.length === 0) return { holds: true, saw: `no request was called off after the first ${M}` };
  const saw = `${waited.length} of ${counted(givenUp.length, 'request')} that were called off after the first ${M} had been waited for until the timeout`;
  return finding(waited.length >= MOST * givenUp.length, {
    good: saw,
    bad: saw,
    hint: 'wait for each flag as long as timeoutMs says, from when its request is sent',
  });
}

/** Whoever is given up is let go. */
function held({ records, plan: { timeoutMs } }: Seen): Finding {
  const mostMs = timeoutMs + LATE_MS;
  const longestMs = records.reduce((longest, record) => Math.max(longest, lasted(record)), 0);
  const tooLong = records.filter((record) => lasted(record) > mostMs);
  const hasTimeout = records.some(({ ending }) => ending === 'client-gone');
  const isBodyLate =
    hasTimeout &&
    tooLong.every(({ arrivedMs, firstByteMs }) => firstByteMs !== undefined && firstByteMs - arrivedMs <= mostMs);
  const saw = `the longest request was held for ${roundedSeconds(longestMs)}`;
  return finding(tooLong.length === 0, { good: saw, bad: saw, hint: isBodyLate ? BODY_LATE : NO_TIMEOUT });
}

function lasted({ arrivedMs, endedMs = arrivedMs }: RequestRecord): number {
  return endedMs - arrivedMs;
}
