import { askedOnce, honest, peak } from '../../bench/lesson/common-findings.ts';
import { type Finding, finding } from '../../bench/lesson/finding.ts';
import type { ClaimRound, Lesson } from '../../bench/lesson/lesson.ts';
import { cellOf, planOf } from '../../bench/lesson/run-of-lesson.ts';
import type { Seen } from '../../bench/lesson/trial.ts';
import type { PlannedDownload } from '../../bench/plan/planned-requests.ts';
import { DEFAULT_TIMEOUT_MS } from '../../clients/download/download.ts';
import { inFlight } from '../../lib/queueing/in-flight.ts';
import { counted } from '../../lib/units/counted.ts';
import { roundedSeconds } from '../../lib/units/duration.ts';

/** All that there are. */
const FLAGS = 194;

/** The timeouts of the lesson, in milliseconds: none of DELAY's waits is as long as the last. */
const TIMEOUTS_MS = [1000, DEFAULT_TIMEOUT_MS, 6000];

/** How many flags may fare otherwise than planned, because their wait is about as long as the timeout, as a share of all. */
const NEAR = 0.08;

const M = 20;

/** A request is held so many times the timeout at most, with what a busy machine needs to notice that its client is gone. */
const HELD = 2;

/** Whoever is given up was held so much of the timeout at least: it is sent before it arrives, and a busy server sees that late. */
const WAITED = 0.7;

/** What share of those that are given up must have been, on a machine that may stand still for a moment. */
const MOST = 0.5;

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
    judge: (seen) => [...seen.map(asPlanned), ...seen.map(paidFor)],
  },
  exercise: {
    task: 'a client that calls off what it does not wait for',
    faults: { SLOW: ['delay=list:200ms@0.6,2s@0.4', 'throttle=4KB/s,path=/flags/a*'] },
    timeScale: 0.5,
    rounds: [{ server: 'SLOW', flags: 60, m: M, timeoutMs: 1200 }],
    judge: ([seen]) => [
      peak(peakOf(seen!), {
        least: M,
        most: M,
        tooFew: 'let m slots take the next code each',
        tooMany: 'what you no longer wait for is still in flight: give fetch a signal, such as AbortSignal.timeout(ms)',
      }),
      held(seen!),
      asPlanned(seen!),
      waitedFor(seen!),
      askedOnce(seen!),
      ...honest(seen!),
    ],
  },
};

function isOk({ outcome }: PlannedDownload): boolean {
  return outcome === 'ok';
}

function asPlanned({ figures, plan }: Seen): Finding {
  const { outcomes, items } = figures;
  const planned = plan.downloads.filter(isOk).length;
  const saw = `with a timeout of ${roundedSeconds(plan.timeoutMs)} ${outcomes.ok} of ${items} flags arrived`;
  return finding(Math.abs(outcomes.ok - planned) <= NEAR * items, {
    good: `${saw}; the plan said ${planned}`,
    bad: `${saw}; the plan said ${planned}`,
    hint: 'each request needs a timeout of its own, which begins when it is sent',
  });
}

/** Where nothing is given up nobody pays; else most of the server's time was for nobody. */
function paidFor({ plan, verdict: { wastedMs }, records }: Seen): Finding {
  const workedMs = records.reduce((sum, { arrivedMs, endedMs = arrivedMs }) => sum + endedMs - arrivedMs, 0);
  const isGivenUp = plan.downloads.some((download) => !isOk(download));
  const saw = `of ${roundedSeconds(workedMs)} at the server ${roundedSeconds(wastedMs)} were for nobody`;
  return finding(isGivenUp ? wastedMs > workedMs / 2 : wastedMs === 0, { good: saw, bad: saw });
}

/**
 * How many requests a client had in flight at most. A client sends the next as soon as it has called one off, and a busy server
 * may see that one end after the next has come: so there were no more than the server saw, and no fewer than if each had ended
 * at half of the timeout, which leaves the other half for its way. Between the two the client is believed that it keeps to m.
 */
function peakOf({ records, plan: { timeoutMs } }: Seen): number {
  const most = inFlight(records.map(({ arrivedMs, endedMs }) => ({ startMs: arrivedMs, endMs: endedMs }))).peak;
  const spans = records.map(({ arrivedMs, endedMs, ending }) => {
    const latestMs = ending === 'client-gone' ? arrivedMs + timeoutMs / 2 : Number.POSITIVE_INFINITY;
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
  const waited = givenUp.filter(({ arrivedMs, endedMs = arrivedMs }) => endedMs - arrivedMs >= WAITED * timeoutMs);
  const timeout = `with a timeout of ${roundedSeconds(timeoutMs)}`;
  const saw = `${timeout}, and after the first ${M}, ${waited.length} of ${counted(givenUp.length, 'request')} that were called off had been waited for as long`;
  return finding(givenUp.length > 0 && waited.length >= MOST * givenUp.length, {
    good: saw,
    bad: saw,
    hint: 'wait for each flag as long as timeoutMs says, from when its request is sent',
  });
}

/** Whoever is given up is let go. */
function held({ records, plan: { timeoutMs } }: Seen): Finding {
  const longestMs = records.reduce(
    (longest, { arrivedMs, endedMs = arrivedMs }) => Math.max(longest, endedMs - arrivedMs),
    0,
  );
  const saw = `the longest request was held for ${roundedSeconds(longestMs)}, with a timeout of ${roundedSeconds(timeoutMs)}`;
  return finding(longestMs <= HELD * timeoutMs, {
    good: saw,
    bad: saw,
    hint: 'a body can be late too: let the timeout run until all of it is there',
  });
}
