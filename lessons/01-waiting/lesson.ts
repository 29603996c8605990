import { arrived, askedOnce, peak } from '../../bench/lesson/common-findings.ts';
import { finding } from '../../bench/lesson/finding.ts';
import type { Lesson } from '../../bench/lesson/lesson.ts';
import { cellOf, planOf } from '../../bench/lesson/run-of-lesson.ts';
import { timeAtServer } from '../../bench/lesson/time-at-server.ts';
import type { Seen } from '../../bench/lesson/trial.ts';
import { formatDuration } from '../../lib/units/duration.ts';

const FLAGS = 20;

/** How far the gain may be from sum / longest, as a share of it. */
const MARGIN = 0.2;

/** So much longer is the time at the server on DELAY than on LOCAL. */
const TIMES_LONGER = 5;

/** Waiting is the cost: what is gained is the sum of the waits over the longest of them, not m. */
export const waiting: Lesson = {
  number: 1,
  folder: '01-waiting',
  prediction: {
    unit: 'times as fast',
    planned: (result) => {
      const { sumMs, longestMs } = planOf(result, 'DELAY', FLAGS);
      return sumMs / longestMs;
    },
    // All waits, one added to the other, over the time they took together: a slow beginning of each would make the ratio of two
    // elapsed times better than it can be.
    measured: (result) => cellOf(result, { server: 'DELAY', strategy: 'async', m: FLAGS })?.meanInFlight,
  },
  claim: {
    timeScale: 0.2,
    rounds: [
      { client: 'async', server: 'DELAY', flags: FLAGS, m: FLAGS },
      { client: 'async', server: 'LOCAL', flags: FLAGS, m: FLAGS },
    ],
    judge: (seen) => {
      const [delayed, local] = seen as [Seen, Seen];
      const { peakInFlight, meanInFlight = 0 } = delayed.figures;
      const [known, mean] = [delayed.plan.sumMs / delayed.plan.longestMs, meanInFlight].map((value) =>
        value.toFixed(1),
      );
      const [waitedMs, localMs] = [timeAtServer(delayed), timeAtServer(local)];
      const times = [waitedMs, localMs].map((ms) => formatDuration(Math.round(ms))).join(' and ');
      return [
        finding(peakInFlight === FLAGS, {
          good: `on DELAY all ${FLAGS} waited at the same time`,
          bad: `on DELAY ${peakInFlight} waited at the same time, not ${FLAGS}`,
        }),
        finding(Math.abs(Number(mean) / Number(known) - 1) <= MARGIN, {
          good: `${mean} were waiting on average, so they were done in a ${mean}th of the sum; sum / longest is ${known}`,
          bad: `${mean} were waiting on average; sum / longest is ${known}`,
        }),
        finding(waitedMs > TIMES_LONGER * localMs, {
          good: `DELAY and LOCAL kept them for ${times}: where nothing waits there is nothing to hide`,
          bad: `DELAY and LOCAL kept them for ${times}, which is not ${TIMES_LONGER} times as long`,
        }),
      ];
    },
  },
  exercise: {
    task: 'all twenty flags of DELAY, waited for at the same time',
    hintWhenFailed: 'forEach waits for nobody, and map gives promises: await Promise.all of what map gives',
    timeScale: 0.1,
    rounds: [{ server: 'DELAY', flags: FLAGS, m: FLAGS }],
    judge: ([seen]) => [
      peak(seen!, {
        least: FLAGS,
        most: FLAGS,
        tooFew: 'send all requests before you await the first of them: collect the promises, and await Promise.all',
        tooMany: 'ask for each flag once',
      }),
      askedOnce(seen!),
      ...arrived(seen!),
    ],
  },
};
