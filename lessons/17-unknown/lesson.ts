import { arrived, keptUp, onServer } from '../../bench/lesson/common-findings.ts';
import { type Finding, finding } from '../../bench/lesson/finding.ts';
import type { ClaimRound, Lesson } from '../../bench/lesson/lesson.ts';
import { enoughOf } from '../../bench/lesson/run-of-lesson.ts';
import { type Scored, scoreOf } from '../../bench/lesson/score-of.ts';
import type { Round, Seen } from '../../bench/lesson/trial.ts';
import { generator } from '../../lib/chance/generator.ts';
import { DEFAULT_SEED } from '../../lib/chance/seed.ts';

/** All that there are. */
const FLAGS = 194;

/** What a client may be before it is a crowd. */
const MOST = 64;

/** How considerate a client must be, as a share. */
const POLITE = 0.85;

/** The share of the slots that are to be busy on average, the time that the search takes included. */
const BUSY = 0.25;

/** What to look at where a client is not considerate. */
const COME_LATER = 'Retry-After says when to come back: ask for nothing before that, and have half as many in flight';
const HAVE_FEWER = 'a refusal says that there are too many: have half as many in flight, and grow slowly';

/** A server that nobody knows who has not drawn it. */
interface UnknownServer {
  readonly slots: number;
  readonly faults: readonly string[];
}

/** Two of them, drawn from the seed that all share: no number that is written down is right for both. */
const SERVERS: Readonly<Record<string, UnknownServer>> = {
  FIRST: unknownServer('first', 4, 6),
  SECOND: unknownServer('second', 10, 14),
};
const FAULTS = Object.fromEntries(Object.entries(SERVERS).map(([label, { faults }]) => [label, faults]));

const { slots: SLOTS } = SERVERS.FIRST!;

/** Who asks the first of them in the claim, from one after another to all at once. */
const CLAIMED = [1, SLOTS, FLAGS];

/** The unknown server: what it can do is found out by asking, and whoever asks politely finds out more. */
export const unknown: Lesson = {
  number: 17,
  folder: '17-unknown',
  prediction: {
    unit: 'requests in flight',
    unitOfOne: 'request in flight',
    planned: (result) => enoughOf(result, 'UNKNOWN').known,
    measured: (result) => enoughOf(result, 'UNKNOWN').found,
  },
  claim: {
    faults: FAULTS,
    timeScale: 1,
    rounds: CLAIMED.map((m): ClaimRound => ({ client: 'async', server: 'FIRST', flags: FLAGS / 2, m, retries: 5 })),
    judge: (seen) => {
      const [one, enough, all] = seen.map((round) => scored(round)) as [Scored, Scored, Scored];
      const [alone, full, crowd] = seen as [Seen, Seen, Seen];
      return [
        finding(one.politeness === 1 && alone.figures.peakInFlight === 1, {
          good: `one after another: ${pointsText(one)}, for it left ${SLOTS - 1} of ${SLOTS} slots empty`,
          bad: `one after another: ${pointsText(one)}, with ${alone.figures.peakInFlight} in flight`,
        }),
        finding(full.verdict.shed === 0 && enough.politeness === 1, {
          good: `as many as there are slots: ${pointsText(enough)}`,
          bad: `as many as there are slots: ${pointsText(enough)}, ${full.verdict.shed} refused`,
        }),
        finding(crowd.verdict.shed > 0 && all.politeness < POLITE, {
          good: `all at once: ${pointsText(all)}, ${crowd.verdict.shed} refused`,
          bad: `all at once: ${pointsText(all)}, ${crowd.verdict.shed} refused: more were to be expected`,
        }),
      ];
    },
  },
  exercise: {
    task: 'one client for two servers of which it is told nothing: quick, and polite to both',
    faults: FAULTS,
    timeScale: 1,
    rounds: Object.keys(SERVERS).map((server): Round => ({ server, flags: FLAGS, m: MOST })),
    judge: (seen) => {
      const findings = seen.flatMap(judged);
      return findings.every(({ holds }) => holds) ? [...findings, ...seen.map(revealed)] : findings;
    },
  },
};

/** Refuses at once what finds no slot and no place in a line that is as long. */
function unknownServer(stream: string, least: number, most: number): UnknownServer {
  const next = generator(DEFAULT_SEED, `lesson 17, ${stream}`);
  const slots = least + Math.floor(next() * (most - least + 1));
  const serviceMs = 40 + Math.floor(next() * 40);
  return { slots, faults: [`capacity=${slots},service=fixed:${serviceMs}ms,queue=${slots},shed=503`] };
}

function scored(seen: Seen): Scored {
  const { faults, slots } = SERVERS[seen.verdict.label]!;
  return scoreOf(seen, faults, slots);
}

function pointsText({ share, withheld, politeness, score }: Scored): string {
  if (share === undefined || score === undefined)
    return `politeness ${politeness.toFixed(2)}, and no points (${withheld ?? 'its time cannot be judged'})`;
  return `${Math.round(100 * share)} % of the ideal × politeness ${politeness.toFixed(2)} = ${Math.round(score)} points`;
}

/** By counts alone: the score itself takes the time, and so the machine, into account. */
function judged(seen: Seen): Finding[] {
  const { label } = seen.verdict;
  const { slots } = SERVERS[label]!;
  const points = scored(seen);
  const { shed, requests, retryAfter } = seen.verdict;
  const { obeyed, violated } = retryAfter;
  const tooSoon = `, ${violated} of ${obeyed + violated} retries came before Retry-After was over`;
  const saw = `${label}: ${pointsText(points)}`;
  return [
    finding(points.politeness >= POLITE, {
      good: saw,
      bad: `${saw}: ${shed} of ${requests} requests were refused${violated > 0 ? tooSoon : ''}, and the exercise needs a politeness of ${POLITE}`,
      hint: violated > 0 ? COME_LATER : HAVE_FEWER,
    }),
    keptUp(seen, {
      least: Math.round(BUSY * slots),
      hint: 'slots were idle: let the limit grow as long as nothing is refused, and do not let all wait for one that was',
    }),
    ...onServer(seen, arrived(seen)),
  ];
}

/** Whoever has found it out may read it. */
function revealed({ verdict: { label } }: Seen): Finding {
  return { holds: true, saw: `${label} was ${SERVERS[label]!.faults.join('; ')}` };
}
