import { mean } from 'simple-statistics';
import { arrived, keptUp, onServer } from '../../bench/lesson/common-findings.ts';
import { type Finding, finding } from '../../bench/lesson/finding.ts';
import { inLine } from '../../bench/lesson/in-line.ts';
import type { ClaimRound, Lesson } from '../../bench/lesson/lesson.ts';
import { enoughOf } from '../../bench/lesson/run-of-lesson.ts';
import type { Round, Seen } from '../../bench/lesson/trial.ts';
import { latenciesMs } from '../../bench/result/latency.ts';
import { counted } from '../../lib/units/counted.ts';

const FLAGS = 120;

/** What LIMITED serves at once. */
const SLOTS = 8;

/** So many times the service each stands in line, on average, where four times as many are in flight as there are slots. */
const IN_LINE = 2;

/** How far N and X·R may be from each other, as a share. */
const LITTLE = 0.2;

/**
 * The servers of the exercise, and how many each serves at once: no number that is enough for one is right for the other. The
 * small one is so small that whoever has the large one's number under way is refused there until the end, also with pauses.
 */
const SMALL = 2;
const LARGE = 14;

/**
 * The flags of each, as many from the one as from the other, so that their number gives nothing away: who doubles each round has
 * overshot, on a busy machine by dozens, before the last half of its requests.
 */
const ASKED = 180;

/** The share of the last half of a client's requests that may be refused: wherever it has begun, it has learned by then. */
const REFUSED = 0.3;

/** So many of the slots are to have been busy at once: who grows by one each round has come there well before the end. */
const REACHED = 0.8;

/** The share of the slots that are to be busy on average, the time that the search takes included. */
const BUSY = 1 / 3;

const LEVELS = [SLOTS, 2 * SLOTS, 4 * SLOTS, 8 * SLOTS];

/** How many are enough? As many as the server has slots; more only wait in line, and many more are refused. */
export const enough: Lesson = {
  number: 3,
  folder: '03-enough',
  prediction: {
    unit: 'requests in flight',
    unitOfOne: 'request in flight',
    planned: (result) => enoughOf(result, 'LIMITED').known,
    measured: (result) => enoughOf(result, 'LIMITED').found,
  },
  claim: {
    timeScale: 0.5,
    rounds: LEVELS.map((m): ClaimRound => ({ client: 'async', server: 'LIMITED', flags: FLAGS, m })),
    judge: (seen) => {
      const [all, double, line, over] = seen as [Seen, Seen, Seen, Seen];
      const { meanInFlight = 0, throughputPerSecond } = line.figures;
      const latencies = latenciesMs(line.outcomes);
      const byLaw = (throughputPerSecond * mean(latencies)) / 1000;
      const stood = `with 8 in flight ${inLine(all)} of ${FLAGS} stood in line, with 16 ${inLine(double)}`;
      const times =
        mean(line.records.map(({ queuedMs }) => queuedMs)) / mean(line.records.map(({ serviceMs }) => serviceMs));
      const long = `with 32 each stood in line ${times.toFixed(1)} times as long as it was served`;
      return [
        finding(inLine(all) === 0 && inLine(double) > FLAGS / 2, { good: stood, bad: stood }),
        finding(times >= IN_LINE, { good: long, bad: `${long}: at least ${IN_LINE} was to be expected` }),
        finding(line.verdict.shed === 0 && over.verdict.shed > 0, {
          good: `with 64 in flight ${over.verdict.shed} were refused, with 32 none`,
          bad: `with 64 in flight ${over.verdict.shed} were refused, with 32 ${line.verdict.shed}`,
        }),
        finding(Math.abs(byLaw / meanInFlight - 1) <= LITTLE, {
          good: `N = X·R: ${meanInFlight.toFixed(1)} were in flight on average, throughput times latency is ${byLaw.toFixed(1)}`,
          bad: `N = X·R fails: ${meanInFlight.toFixed(1)} were in flight, throughput times latency is ${byLaw.toFixed(1)}`,
        }),
      ];
    },
  },
  exercise: {
    task: `one client for two servers, which serve ${SMALL} and ${LARGE} at once: it finds out by itself how many are enough`,
    faults: {
      SMALL: [`capacity=${SMALL},service=fixed:100ms,queue=${SMALL},shed=503`],
      // Slower, so that what a busy machine itself needs for the requests leaves no slots idle.
      LARGE: [`capacity=${LARGE},service=fixed:300ms,queue=${LARGE},shed=503`],
    },
    timeScale: 0.3,
    rounds: [
      { server: 'SMALL', flags: ASKED, m: 64 },
      { server: 'LARGE', flags: ASKED, m: 64 },
    ] satisfies Round[],
    judge: (seen) => {
      const [small, large] = seen as [Seen, Seen];
      return [...judged(small, SMALL), ...judged(large, LARGE), ...seen.flatMap((one) => onServer(one, arrived(one)))];
    },
  },
};

function judged(seen: Seen, slots: number): Finding[] {
  const { peakInFlight = 0 } = seen.figures;
  const { label } = seen.verdict;
  const last = seen.records.toSorted((a, b) => a.arrivedMs - b.arrivedMs).slice(-Math.ceil(seen.records.length / 2));
  const shed = last.filter((record) => record.shed).length;
  const needed = Math.ceil(REACHED * slots);
  const inFlight = `${label}: your client had ${counted(peakInFlight, 'request')} in flight at most`;
  const turnedAway = `${label}: ${shed} of the last ${counted(last.length, 'request')} were refused`;
  return [
    finding(shed <= REFUSED * last.length, {
      good: turnedAway,
      bad: `${turnedAway}; the exercise allows ${REFUSED * 100} %`,
      hint: 'a refusal says that there are too many: have half as many in flight, and grow by one for each round of answers',
    }),
    finding(peakInFlight >= needed, {
      good: `${inFlight}, and the server serves ${slots} at once`,
      bad: `${inFlight}; the exercise needs ${needed}, or slots are idle`,
      hint: 'let the limit grow as long as nothing is refused, quickly at first, and do not write down a number',
    }),
    keptUp(seen, {
      least: Math.floor(BUSY * slots),
      hint: 'slots were idle: send the next as soon as one is answered, and let the limit grow faster until the first refusal',
    }),
  ];
}
