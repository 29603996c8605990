import { mean } from 'simple-statistics';
import { arrived, askedOnce, peak } from '../../bench/lesson/common-findings.ts';
import { type Finding, finding } from '../../bench/lesson/finding.ts';
import { inFlightWhenSending } from '../../bench/lesson/in-flight-when-sending.ts';
import type { Lesson } from '../../bench/lesson/lesson.ts';
import { cellOf } from '../../bench/lesson/run-of-lesson.ts';
import type { Seen } from '../../bench/lesson/trial.ts';
import { counted } from '../../lib/units/counted.ts';

/** What the lesson asks for. */
const FLAGS = 40;
const M = 10;

/** What the exercise asks for: enough that whoever has got the short waits has long been done before the last is sent. */
const ASKED = 80;

/** So many are the last, which show whether all slots have work until the end. */
const LAST = 15;

/**
 * So many of the requests that have to wait for a slot, but for the last, are sent as soon as there is one: the others leave room for
 * a machine that stands still for a moment, after which many are answered at once.
 */
const AT_ONCE = Math.ceil(0.5 * (ASKED - M - LAST));

/** What to look at where one is in flight, and where several are, but fewer than m. */
const ONE_LOOP =
  'each request was sent only when the one before was answered: let m loops take the codes from one list, and each run in a thread where its call blocks, as urllib does in async code, too';
const TOO_FEW =
  'begin m loops, and give them as many threads where they need them: ThreadPoolExecutor(m) in Python, whose own pool is as large as the computer lets it be';

/** How many are in flight, on average, when the last are sent: 10 where all slots have work, 4 where each has had its own share. */
const TO_THE_END = 6;

/** How many requests were in flight, on average, when the next was sent. */
function busyOf({ records }: Seen): number {
  const counts = inFlightWhenSending(records, M);
  return counts.length === 0 ? 0 : mean(counts);
}

/** Whether slots are used again as soon as they are free: while a request is on its way to a slot, one more may become free. */
function usedAtOnce(counts: readonly number[]): Finding {
  const atOnce = counts.filter((count) => count >= M - 1).length;
  const saw = `${atOnce} of ${counts.length} requests were sent as soon as a slot was free`;
  return finding(atOnce >= AT_ONCE, {
    good: saw,
    bad: `${saw}; the exercise needs ${AT_ONCE}`,
    hint: 'wait neither for the slowest of m nor for several of them: send the next request as soon as any is answered',
  });
}

/**
 * Whether there is always something in flight while codes are left. Where slots are used at once that is so on
 * a busy machine, too: that ten waits end while it stands still next to never comes about.
 */
function neverWaitedForAll(counts: readonly number[]): Finding {
  const times = counts.filter((count) => count === 1).length;
  return finding(times === 0, {
    good: 'something was in flight whenever the next request was sent',
    bad: `${counted(times, 'time')} all that had been sent was answered before the next request was`,
    hint: 'do not wait for the slowest of some before the next begin: let the same m loops take all codes from one list',
  });
}

/** Of a client that lets slots stand empty all the time, what it does later tells nothing more. */
function used({ records }: Seen): Finding[] {
  const counts = inFlightWhenSending(records, M);
  const beforeLast = counts.slice(0, -LAST);
  const atOnce = usedAtOnce(beforeLast);
  if (!atOnce.holds) return [atOnce];
  const onAndOn = neverWaitedForAll(beforeLast);
  return onAndOn.holds ? [atOnce, onAndOn, usedToTheEnd(counts.slice(-LAST))] : [atOnce, onAndOn];
}

/** Whether nobody is idle before the last code is taken, as those are who have had a share of the codes to themselves. */
function usedToTheEnd(last: number[]): Finding {
  const saw = `when the last ${counted(last.length, 'request')} were sent, ${mean(last).toFixed(1)} were in flight on average`;
  return finding(mean(last) >= TO_THE_END, {
    good: saw,
    bad: `${saw}; the exercise needs ${TO_THE_END}`,
    hint: 'a share of the codes for each loop leaves those idle that are done first: let all loops take the next code from one list',
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
    rounds: ['loop.ts', 'chunks.ts', 'slots.ts'].map((client) => ({ client, server: 'DELAY', flags: FLAGS, m: M })),
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
    task: `${ASKED} flags of a server with very uneven waits, always ${M} of them in flight`,
    faults: { UNEVEN: ['delay=exponential:1s'] },
    timeScale: 0.16,
    rounds: [{ server: 'UNEVEN', flags: ASKED, m: M }],
    judge: ([seen]) => {
      const inFlight = peak(seen!.figures.peakInFlight, {
        least: M,
        most: M,
        tooFew: seen!.figures.peakInFlight === 1 ? ONE_LOOP : TOO_FEW,
        tooMany:
          'no more than m at once: let m loops take the codes from one list, and each wait for its answer before it takes the next',
      });
      if (seen!.records.length === 0) return [inFlight];
      const asked = askedOnce(seen!);
      // How slots were used by who has not sent all, or some twice, tells nothing.
      const ofSlots = asked.holds ? [inFlight, asked, ...(inFlight.holds ? used(seen!) : [])] : [asked];
      return [...ofSlots, ...arrived(seen!)];
    },
  },
};
