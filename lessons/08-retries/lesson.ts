import { arrived } from '../../bench/lesson/common-findings.ts';
import { type Finding, finding } from '../../bench/lesson/finding.ts';
import type { ClaimRound, Lesson } from '../../bench/lesson/lesson.ts';
import { cellOf } from '../../bench/lesson/run-of-lesson.ts';
import type { Seen } from '../../bench/lesson/trial.ts';
import { counted } from '../../lib/units/counted.ts';

const FAULTS = { BUSY: ['rate=50/s,burst=10'] };

/** The server of the exercise: so many requests a second, and so many at once after a while without any. */
const RATE = 100;
const BURST = 10;

/** The share of that rate that is to be used: nobody is polite who merely hardly asks. */
const USED = 0.2;

/** All that there are. */
const FLAGS = 194;

/** Requests for each flag: so many at least where nobody is polite, so many at most where somebody is. */
const HERD = 2;
const POLITE = 1.2;

/** The same for an exercise, whose clients find their pace with fewer flags. */
const POLITE_SOON = 1.3;

/** Who asks, and what is said of it. */
const CLIENTS = [
  { client: 'async', m: 50, name: 'async with m = 50' },
  { client: 'async', m: 5, name: 'async with m = 5' },
  { client: 'adaptive', m: FLAGS, name: 'adaptive' },
  { client: 'paced', m: FLAGS, name: 'paced' },
];

/** Are your retries polite? Who obeys Retry-After together with all others is a herd; who keeps a pace is hardly refused. */
export const retries: Lesson = {
  number: 8,
  folder: '08-retries',
  prediction: {
    unit: 'requests',
    unitOfOne: 'request',
    planned: () => undefined,
    measured: (result) => cellOf(result, { strategy: 'async' })?.requests,
  },
  claim: {
    faults: FAULTS,
    timeScale: 1,
    rounds: CLIENTS.map(({ client, m }): ClaimRound => ({ client, server: 'BUSY', flags: FLAGS, m, retries: 5 })),
    judge: (seen) => seen.map(pestered),
  },
  exercise: {
    task: `all flags from a server that takes ${RATE} requests a second, without pestering it and without dawdling`,
    faults: { BUSY: [`rate=${RATE}/s,burst=${BURST}`] },
    timeScale: 1,
    rounds: [{ server: 'BUSY', flags: 50, m: 20 }],
    judge: ([seen]) => [...polite(seen!), quick(seen!), ...arrived(seen!)],
  },
};

function pestered({ verdict: { requests, shed } }: Seen, i: number): Finding {
  const saw = `${CLIENTS[i]!.name}: ${requests} requests for ${FLAGS} flags, ${shed} of them refused`;
  const isPolite = i === CLIENTS.length - 1;
  return finding(isPolite ? requests <= POLITE * FLAGS : requests >= HERD * FLAGS, {
    good: saw,
    bad: `${saw}: ${isPolite ? `at most ${POLITE}` : `at least ${HERD}`} for each were to be expected`,
  });
}

/** How many requests a second a server did not turn away, from the first to the last that came. */
function answeredPerSecond(records: Seen['records']): number {
  const firstMs = records[0]?.arrivedMs ?? 0;
  const lastMs = records.reduce((latest, { arrivedMs }) => Math.max(latest, arrivedMs), firstMs);
  const answered = records.filter(({ shed }) => !shed).length;
  return (answered * 1000) / Math.max(lastMs - firstMs, 1);
}

/** Whether the pace was that of the server, more or less. */
function quick({ records }: Seen): Finding {
  const rate = answeredPerSecond(records);
  const saw = `the server answered ${Math.round(rate)} requests a second`;
  return finding(rate >= USED * RATE, {
    good: saw,
    bad: `${saw} and could have answered ${RATE}; the exercise needs ${USED * RATE}`,
    hint: 'let requests leave at a pace that becomes slower only when one is refused, and do not wait for each answer',
  });
}

function polite({ verdict: { requests, keys, retryAfter, shed } }: Seen) {
  const { obeyed, violated } = retryAfter;
  const each = `your client sent ${counted(requests, 'request')} for ${counted(keys, 'flag')}, ${shed} of them refused`;
  return [
    finding(violated === 0, {
      good:
        obeyed === 0
          ? 'nothing had to be asked for again'
          : `every retry waited as long as Retry-After said (${obeyed} of ${obeyed})`,
      bad: `${violated} of ${obeyed + violated} retries came before the time that Retry-After said`,
      hint: 'a refusal says when to come back: wait for so many seconds before anything more is sent',
    }),
    finding(requests <= POLITE_SOON * keys, {
      good: each,
      bad: `${each}; the exercise allows ${POLITE_SOON} for each flag`,
      hint: 'all slots woke at the same moment: let requests leave one after the other, and more slowly after a refusal',
    }),
  ];
}
