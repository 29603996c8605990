import { arrived, askedOnce, peak } from '../../bench/lesson/common-findings.ts';
import { finding } from '../../bench/lesson/finding.ts';
import type { Lesson } from '../../bench/lesson/lesson.ts';
import { cellOf, planOf } from '../../bench/lesson/run-of-lesson.ts';
import type { Seen } from '../../bench/lesson/trial.ts';

const FLAGS = 20;

/** How far the gain may be from sum / longest, as a share of it. */
const MARGIN = 0.2;

/** How much of sum / longest there may be on LOCAL, where nothing waits. */
const LITTLE = 0.5;

/** What to look at where flags are left without an outcome. */
const NO_OUTCOME = 'forEach waits for nobody, and map gives promises: await Promise.all of what map gives';

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
      const { peakInFlight, meanInFlight: mean = 0 } = delayed.figures;
      const { meanInFlight: localMean = Number.POSITIVE_INFINITY } = local.figures;
      const known = delayed.plan.sumMs / delayed.plan.longestMs;
      const saw = `${mean.toFixed(1)} were waiting on average`;
      const ofThese = `sum / longest of these twenty, the first by their codes, is ${known.toFixed(1)}`;
      const onLocal = `on LOCAL, asked in the same way, ${localMean.toFixed(1)} were waiting on average`;
      return [
        finding(peakInFlight === FLAGS, {
          good: `on DELAY all ${FLAGS} waited at the same time`,
          bad: `on DELAY ${peakInFlight} waited at the same time, not ${FLAGS}`,
        }),
        finding(Math.abs(mean / known - 1) <= MARGIN, {
          good: `${saw}, so they were done in a ${mean.toFixed(1)}th of the sum; ${ofThese}`,
          bad: `${saw}; ${ofThese}`,
        }),
        finding(local.figures.outcomes.ok === FLAGS && localMean < LITTLE * known, {
          good: `${onLocal}: where nothing waits there is nothing to hide`,
          bad: `${onLocal}: less than ${(LITTLE * known).toFixed(1)} was to be expected`,
        }),
      ];
    },
  },
  exercise: {
    task: 'all twenty flags of DELAY, waited for at the same time',
    hintWhenFailed: (message) => (message.includes('yielded no outcome:') ? NO_OUTCOME : undefined),
    timeScale: 0.1,
    rounds: [{ server: 'DELAY', flags: FLAGS, m: FLAGS }],
    judge: ([seen]) => [
      peak(seen!.figures.peakInFlight, {
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
