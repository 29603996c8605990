import { arrived, askedOnce, peak } from '../../bench/lesson/common-findings.ts';
import { finding } from '../../bench/lesson/finding.ts';
import { inFlightWhenSending } from '../../bench/lesson/in-flight-when-sending.ts';
import type { Lesson } from '../../bench/lesson/lesson.ts';
import { cellOf } from '../../bench/lesson/run-of-lesson.ts';
import type { Seen } from '../../bench/lesson/trial.ts';

const FLAGS = 40;
const M = 10;

/** Of m slots so many are busy, on average, when the next request is sent. */
const BUSY = 0.65 * M;

const ROUND = { server: 'DELAY', flags: FLAGS, m: M } as const;

/** How many requests were in flight, on average, when the next was sent. */
function busyOf({ records }: Seen): number {
  return inFlightWhenSending(records, M);
}

/** Is it concurrent because it says async? Only as far as requests are sent before others are answered. */
export const slots: Lesson = {
  number: 2,
  folder: '02-slots',
  prediction: {
    unit: 'requests in flight',
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
      const inFlight = peak(seen!, {
        least: M,
        most: M,
        tooFew:
          'a loop that waits for each answer has one request in flight: let m such loops take the codes from one list',
        tooMany: 'start m loops that take the codes from one list, and not one request for each code',
      });
      const busy = busyOf(seen!);
      const kept = finding(busy >= BUSY, {
        good: `${busy.toFixed(1)} of ${M} slots were busy when the next request was sent`,
        bad: `${busy.toFixed(1)} of ${M} slots were busy when the next request was sent; the exercise needs ${BUSY}`,
        hint: 'do not wait for the slowest of m: send the next request as soon as any of them is answered',
      });
      return [inFlight, ...(inFlight.holds ? [kept] : []), askedOnce(seen!), ...arrived(seen!)];
    },
  },
};
