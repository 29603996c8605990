import { arrived, keptUp, onServer } from '../../bench/lesson/common-findings.ts';
import { type Finding, finding } from '../../bench/lesson/finding.ts';
import { inLine } from '../../bench/lesson/in-line.ts';
import type { Lesson } from '../../bench/lesson/lesson.ts';
import { enoughOf } from '../../bench/lesson/run-of-lesson.ts';
import type { Seen } from '../../bench/lesson/trial.ts';
import { counted } from '../../lib/units/counted.ts';

const SLOTS = 8;
const FLAGS = 96;

/** What keeps slots of a server busy that is 300 ms away, and needs 100 ms for each: SLOTS × (300 + 100) / 100. */
const FAR_M = 32;

const SERVER = `capacity=${SLOTS},service=fixed:100ms,queue=100,shed=503`;

const FAULTS = { NEAR: [SERVER], FAR: [SERVER, 'travel=300ms'] };

/** Nobody is nowhere: with a way of its own, however short, NEAR tells who forgets the service from who has no slot at all. */
const ON_ITS_WAY = { ...FAULTS, NEAR: [SERVER, 'travel=20ms'] };

/** The flags of each server of the exercise, as many from the one as from the other, so that their number gives nothing away. */
const ASKED = 120;

/** What to look at where a formula gives no slot. */
const NO_SLOT =
  'where it works out that 0 are enough, or NaN, nobody asks: print the number; a slot is busy for the whole of a service, be the way ever so short';

/** What to look at where there are too many: a time that was measured in line, or what is made of one that was not. */
const MEASURED_IN_LINE =
  'they stood in line at the server: measure how long one request takes while no other is under way';
const TOO_MUCH =
  'they stood in line at the server: slots × time of one request / service time are enough, and that time has the way and the service in it';

/** What a client that worked it out has in flight at most: its measurement may be off by so much. No number is right for both. */
const NEAR = { least: SLOTS, most: 2.5 * SLOTS };
const FAR = { least: 0.85 * FAR_M, most: 2 * FAR_M };

/** The share of the least that is to be in flight on average, the time of measuring included. */
const KEPT_UP = 1 / 3;

/** And with a network in between? Its way takes no slot, but time: more have to be under way so that the slots are busy. */
export const network: Lesson = {
  number: 4,
  folder: '04-network',
  prediction: {
    unit: 'requests in flight',
    unitOfOne: 'request in flight',
    planned: (result) => enoughOf(result, 'LIMITED').known,
    measured: (result) => enoughOf(result, 'LIMITED').found,
  },
  claim: {
    faults: FAULTS,
    timeScale: 0.5,
    rounds: ['NEAR', 'FAR'].flatMap((server) =>
      [SLOTS, FAR_M].map((m) => ({ client: 'async', server, flags: FLAGS, m })),
    ),
    judge: (seen) => {
      const [few, many, fewFar, manyFar] = seen as [Seen, Seen, Seen, Seen];
      const line = `beside the server ${inLine(many)} of ${FLAGS} stood in line with 32 in flight, and ${inLine(few)} with 8`;
      const far = manyFar.figures.goodputPerSecond / fewFar.figures.goodputPerSecond;
      return [
        finding(inLine(few) === 0 && inLine(many) > FLAGS / 2, { good: line, bad: line }),
        finding(far >= 2, {
          good: `300 ms away 32 in flight do ${far.toFixed(1)} times as much as 8`,
          bad: `300 ms away 32 in flight do only ${far.toFixed(1)} times as much as 8: 2 at least was to be expected`,
        }),
        finding(
          seen.every(({ verdict }) => verdict.shed === 0),
          {
            good: 'nothing was refused: who is on the way takes no place in line',
            bad: 'something was refused',
          },
        ),
      ];
    },
  },
  exercise: {
    task: 'one client for two servers with 8 slots, one 12 ms away and one 180 ms away: it works out how many are enough',
    hintWhenFailed: (message) => (message.includes('yielded no outcome') ? NO_SLOT : undefined),
    faults: ON_ITS_WAY,
    // Where nothing takes time the right formula gives no slot at all.
    triedOn: ON_ITS_WAY.NEAR,
    timeScale: 0.6,
    rounds: [
      { server: 'NEAR', flags: ASKED, m: 64 },
      { server: 'FAR', flags: ASKED, m: 64 },
    ],
    judge: (seen) => {
      const [near, far] = seen as [Seen, Seen];
      return [...judged(near, NEAR), ...judged(far, FAR), ...seen.flatMap((one) => onServer(one, arrived(one)))];
    },
  },
};

function judged(seen: Seen, bounds: typeof NEAR): Finding[] {
  const { peakInFlight = 0 } = seen.figures;
  const [least, most] = [Math.round(bounds.least), Math.round(bounds.most)];
  const saw = `${seen.verdict.label}: your client had ${counted(peakInFlight, 'request')} in flight at most`;
  const atMost = finding(peakInFlight >= least && peakInFlight <= most, {
    good: saw,
    bad: `${saw}; the exercise needs ${least} to ${most}`,
    hint:
      peakInFlight < least
        ? 'slots were idle while requests travelled: have slots × time of one request / service time under way'
        : hasMeasuredAlone(seen)
          ? TOO_MUCH
          : MEASURED_IN_LINE,
  });
  // On average there are no more than at most: that says the same once more.
  if (!atMost.holds) return [atMost];
  const hint = 'measure with one request, and then send the next as soon as one is answered, until the last';
  return [atMost, keptUp(seen, { least: Math.round(KEPT_UP * least), hint })];
}

/** Whether its first request was answered before it sent the next. */
function hasMeasuredAlone({ records }: Seen): boolean {
  const [first, second] = records.toSorted((a, b) => a.arrivedMs - b.arrivedMs);
  return first?.endedMs !== undefined && second !== undefined && first.endedMs <= second.arrivedMs;
}
