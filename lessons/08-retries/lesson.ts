import { arrived } from '../../bench/lesson/common-findings.ts';
import { finding } from '../../bench/lesson/finding.ts';
import type { ClaimRound, Lesson } from '../../bench/lesson/lesson.ts';
import { cellOf } from '../../bench/lesson/run-of-lesson.ts';
import type { Seen } from '../../bench/lesson/trial.ts';

const FAULTS = { BUSY: ['rate=50/s,burst=10'] };

const FLAGS = 120;

/** Requests for each flag: so many at least where nobody is polite, so many at most where somebody is. */
const HERD = 1.5;
const POLITE = 1.3;

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
    planned: () => undefined,
    measured: (result) => cellOf(result, { strategy: 'async' })?.requests,
  },
  claim: {
    faults: FAULTS,
    timeScale: 1,
    rounds: CLIENTS.map(({ client, m }): ClaimRound => ({ client, server: 'BUSY', flags: FLAGS, m, retries: 5 })),
    judge: (seen) =>
      seen.map((one, i) => {
        const { requests, shed } = one.verdict;
        const saw = `${CLIENTS[i]!.name}: ${requests} requests for ${FLAGS} flags, ${shed} of them refused`;
        const isPolite = i === CLIENTS.length - 1;
        return finding(isPolite ? requests <= POLITE * FLAGS : requests >= HERD * FLAGS, {
          good: saw,
          bad: `${saw}: ${isPolite ? `at most ${POLITE}` : `at least ${HERD}`} for each were to be expected`,
        });
      }),
  },
  exercise: {
    task: 'all flags from a server that takes 50 requests a second, and without pestering it',
    faults: FAULTS,
    timeScale: 1,
    rounds: [{ server: 'BUSY', flags: 60, m: 20 }],
    judge: ([seen]) => [...polite(seen!), ...arrived(seen!)],
  },
};

function polite({ verdict: { requests, keys, retryAfter, shed } }: Seen) {
  const { obeyed, violated } = retryAfter;
  const each = `your client sent ${requests} requests for ${keys} flags, and ${shed} were refused`;
  return [
    finding(violated === 0, {
      good:
        obeyed === 0 ? 'nothing had to be asked for again' : `all ${obeyed} retries waited as long as Retry-After said`,
      bad: `${violated} of ${obeyed + violated} retries came before the time that Retry-After said`,
      hint: 'a refusal says when to come back: wait for so many seconds before anything more is sent',
    }),
    finding(requests <= POLITE * keys, {
      good: each,
      bad: `${each}; the exercise allows ${POLITE} for each flag`,
      hint: 'all slots woke at the same moment: let requests leave one after the other, and more slowly after a refusal',
    }),
  ];
}
