import { mean } from 'simple-statistics';
import { arrived, askedOnce, peak } from '../../bench/lesson/common-findings.ts';
import { type Finding, finding } from '../../bench/lesson/finding.ts';
import { inFlightWhenSending } from '../../bench/lesson/in-flight-when-sending.ts';
import type { Lesson } from '../../bench/lesson/lesson.ts';
import { cellOf } from '../../bench/lesson/run-of-lesson.ts';
import type { Seen } from '../../bench/lesson/trial.ts';

const FLAGS = 40;
const M = 10;

/**
 * So many of the requests that have to wait for a slot are sent as soon as there is one: the others leave room for a machine
 * that stands still for a moment, after which many are answered at once.
 */
const AT_ONCE = 0.6 * (FLAGS - M);

const ROUND = { server: 'DELAY', flags: FLAGS, m: M } as const;

/** How many requests were in flight, on average, when the next was sent. */
function busyOf({ records }: Seen): number {
  const counts = inFlightWhenSending(records, M);
  return counts.length === 0 ? 0 : mean(counts);
}

/** Whether slots are used again as soon as they are free: while a request is on its way to a slot, one more may become free. */
function usedAtOnce({ records }: Seen): Finding {
  const counts = inFlightWhenSending(records, M);
  const atOnce = counts.filter((count) => count >= M - 1).length;
  const saw = `${atOnce} of ${counts.length} requests were sent as soon as a slot was free`;
  return finding(atOnce >= AT_ONCE, {
    good: saw,
    bad: `${saw}; the exercise needs ${AT_ONCE}`,
    hint: 'wait neither for the slowest of m nor for several of them: send the next request as soon as any is answered',
  });
}

/** Is it concurrent because it says async? Only as far as requests are sent before others are answered. */
export const slots: Lesson = {
  number: 2,
  folder: '02-slots',
  prediction: {
    unit: 'requests in flight',
    unitOfOne: 'request in flight',
    // Each answer is awaited before the next request is sent.
    planned: () => 1,
    measured: (result) => cellOf(result, { strategy: 'loop' })?.peakInFlight,
  },
  claim: {
    timeScale: 0.05,
    rounds: ['loop.ts', 'chunks.ts', 'slots.ts'].map((client) => ({ ...ROUND, client })),
    judge: (seen) => {
      const [loop, chunks, best] = seen as [Seen, Seen, Seen];
      const peaks = seen.map(({ figures: { peakInFlight } }) => peakInFlight).join(', ');
      const [inLoop, inChunks, inSlots] = [loop, chunks, best].map(busyOf) as [number, number, number];
      const busy = [inLoop, inChunks, inSlots].map((count) => count.toFixed(1)).join(', ');
      return [
        finding(peaks === `1, ${M}, ${M}`, {
          good: `loop, chunks and slots had ${peaks} requests in flight at most`,
          bad: `loop, chunks and slots had ${peaks} requests in flight at most, and not 1, ${M}, ${M}`,
        }),
        finding(inChunks >= 3 * inLoop && inSlots >= 1.2 * inChunks, {
          good: `when they sent the next request they had ${busy} in flight`,
          bad: `when they sent the next request they had ${busy} in flight: not 3 times as many, and 1.2 times that`,
        }),
      ];
    },
  },
  exercise: {
    task: `${FLAGS} flags of DELAY, always ${M} of them in flight`,
    timeScale: 0.05,
    rounds: [ROUND],
    judge: ([seen]) => {
      const inFlight = peak(seen!.figures.peakInFlight, {
        least: M,
        most: M,
        tooFew:
          'a loop that waits for each answer has one request in flight: let m such loops take the codes from one list',
        tooMany: 'start m loops that take the codes from one list, and not one request for each code',
      });
      return [inFlight, ...(inFlight.holds ? [usedAtOnce(seen!)] : []), askedOnce(seen!), ...arrived(seen!)];
    },
  },
};
