import { median } from 'simple-statistics';
import { ASK_AGAIN, arrived, onServer } from '../../bench/lesson/common-findings.ts';
import { type Finding, finding } from '../../bench/lesson/finding.ts';
import type { ClaimRound, Lesson } from '../../bench/lesson/lesson.ts';
import { cellOf } from '../../bench/lesson/run-of-lesson.ts';
import type { Seen } from '../../bench/lesson/trial.ts';
import { timeOver } from '../../lib/queueing/in-flight.ts';
import { counted } from '../../lib/units/counted.ts';
import { roundedSeconds } from '../../lib/units/duration.ts';

const FAULTS = { BUSY: ['rate=50/s,burst=10'] };

/**
 * The servers of the exercise: so many requests a second, and so many at once after a while without any. A pace that is right for
 * one of them pesters the other, or dawdles there.
 */
const SLOW_RATE = 12;
const FAST_RATE = 200;
const BURST = 5;

/** The flags of each, as many from the one as from the other, so that their number gives nothing away. */
const ASKED = 40;

/** The share of the fast server's rate that is to be used: nobody is polite who merely hardly asks. */
const USED = 0.15;

/** So many times the slow server's rate is the pace of a client at its end, at most: it has come near to it, or still comes nearer. */
const NEAR = 2;

/** So many of a client's requests are its end. */
const LAST = 10;

/** A client hears of a refusal within so long, in milliseconds; later requests that leave before its time are so many at most, as a share of the flags. */
const HEARD_MS = 100;
const EARLY = 0.1;

/** All that there are. */
const FLAGS = 194;

/** Requests for each flag: so many at least where nobody is polite, so many at most where somebody is. */
const HERD = 2;
const POLITE = 1.2;

/** The same for an exercise: on a busy machine all m have asked before one of them hears of its refusal, and a few more are refused while the pace is found. */
const POLITE_SOON = 1.5;

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
    task: `all flags from two servers, which take ${SLOW_RATE} and ${FAST_RATE} requests a second: at a pace that slows down when they refuse`,
    faults: { SLOW: [`rate=${SLOW_RATE}/s,burst=${BURST}`], FAST: [`rate=${FAST_RATE}/s,burst=${BURST}`] },
    timeScale: 1,
    rounds: [
      { server: 'SLOW', flags: ASKED, m: 20 },
      { server: 'FAST', flags: ASKED, m: 20 },
    ],
    judge: (seen) => {
      const [slow, fast] = seen as [Seen, Seen];
      return [...judged(slow, slowedDown), ...judged(fast, quick)];
    },
  },
};

/** What is asked of a client on either server, and what on this one alone. */
function judged(seen: Seen, own: (seen: Seen) => Finding): Finding[] {
  const hasAll = seen.outcomes.every(({ kind }) => kind === 'ok');
  // How fast somebody was who gave up tells nothing.
  const findings = [...polite(seen), ...(hasAll ? [own(seen)] : []), ...arrived(seen)];
  return onServer(seen, findings);
}

function pestered({ verdict: { requests, shed } }: Seen, i: number): Finding {
  const saw = `${CLIENTS[i]!.name}: ${requests} requests for ${FLAGS} flags, ${shed} of them refused`;
  const isPolite = i === CLIENTS.length - 1;
  return finding(isPolite ? requests <= POLITE * FLAGS : requests >= HERD * FLAGS, {
    good: saw,
    bad: `${saw}: ${isPolite ? `at most ${POLITE}` : `at least ${HERD}`} for each were to be expected`,
  });
}

/** Whether requests leave, at the end, at a pace that the slow server takes, or nearly: the median, since a wait is no pace. */
function slowedDown({ records }: Seen): Finding {
  const arrivals = records.map(({ arrivedMs }) => arrivedMs).sort((a, b) => a - b);
  const gaps = arrivals.slice(1).map((arrivedMs, i) => arrivedMs - arrivals[i]!);
  const pace = 1000 / Math.max(1, median(gaps.slice(-LAST)));
  const saw = `the last ${LAST} requests left at a pace of ${Math.round(pace)} a second`;
  return finding(pace <= NEAR * SLOW_RATE, {
    good: saw,
    bad: `${saw}, and the server takes ${SLOW_RATE}; the exercise allows ${NEAR * SLOW_RATE}`,
    hint: 'let one request leave after the other, and make the time between them much longer each time that one is refused, such as twice as long, and leave it so',
  });
}

/** Whether the fast server was used, but for the time that it had told the client to wait. */
function quick({ records }: Seen): Finding {
  const { askedMs, toldMs } = timeOf(records);
  const mostMs = (ASKED * 1000) / (USED * FAST_RATE);
  const told = toldMs === 0 ? '' : `, without the ${roundedSeconds(toldMs)} that it was told to wait`;
  const saw = `your client needed ${roundedSeconds(askedMs)} for its requests${told}`;
  return finding(askedMs <= mostMs, {
    good: saw,
    bad: `${saw}; the server could take them in ${roundedSeconds(((ASKED - BURST) * 1000) / FAST_RATE)}, and the exercise allows ${roundedSeconds(mostMs)}`,
    hint: 'begin with a short time between requests, make it longer only when one is refused, and do not wait for each answer',
  });
}

/** From when to when refusals said to wait, each by itself. */
function told(records: Seen['records']): { startMs: number; endMs: number }[] {
  return records.flatMap(({ endedMs, retryAfterMs }) =>
    endedMs === undefined || retryAfterMs === undefined ? [] : [{ startMs: endedMs, endMs: endedMs + retryAfterMs }],
  );
}

/** How long requests came, from the first to the last, and for how much of that a refusal said to send nothing. */
function timeOf(records: Seen['records']): { askedMs: number; toldMs: number } {
  const firstMs = records[0]?.arrivedMs ?? 0;
  const lastMs = records.reduce((latest, { arrivedMs }) => Math.max(latest, arrivedMs), firstMs);
  const waits = told(records).map(({ startMs, endMs }) => ({ startMs, endMs: Math.min(endMs, lastMs) }));
  const toldMs = timeOver(waits, 0);
  return { askedMs: lastMs - firstMs - toldMs, toldMs };
}

function polite({ records, verdict: { requests, keys, retryAfter, shed } }: Seen): Finding[] {
  const each = `your client sent ${counted(requests, 'request')} for ${counted(keys, 'flag')}, ${shed} of them refused`;
  const amplified = finding(requests <= POLITE_SOON * keys, {
    good: each,
    bad: `${each}; the exercise allows ${POLITE_SOON} for each flag`,
    hint: 'more came at once than the server takes: let requests leave one after the other, and more slowly after a refusal',
  });
  return [waited({ retryAfter, shed, requests }), ...(shed === 0 ? [] : [kept(records, keys)]), amplified];
}

/** Whether a refusal kept all requests back, and not only the one that was refused. */
function kept(records: Seen['records'], keys: number): Finding {
  const waits = told(records);
  const early = records.filter(({ arrivedMs }) =>
    waits.some(({ startMs, endMs }) => arrivedMs > startMs + HEARD_MS && arrivedMs < endMs),
  );
  const saw = `${early.length} of ${counted(records.length, 'request')} left while a refusal said to wait`;
  const most = Math.floor(EARLY * keys);
  return finding(early.length <= most, {
    good: saw,
    bad: `${saw}; the exercise allows ${most}`,
    hint: 'a refusal is told to the client, and not to one flag: let nothing leave before Retry-After is over',
  });
}

/** Whether what was refused was asked for again, and not too soon. */
function waited({ retryAfter, shed, requests }: Pick<Seen['verdict'], 'retryAfter' | 'shed' | 'requests'>): Finding {
  const { obeyed, violated } = retryAfter;
  const retries = obeyed + violated;
  if (shed === 0) return { holds: true, saw: 'nothing was refused' };
  if (retries === 0) {
    const saw = `${shed} of ${counted(requests, 'request')} were refused, and your client asked for none of them again`;
    return { holds: false, saw, hint: ASK_AGAIN };
  }
  return finding(violated === 0, {
    good: `every retry waited as long as Retry-After said (${obeyed} of ${obeyed})`,
    bad: `${violated} of ${retries} retries came before the time that Retry-After said`,
    hint: 'a refusal says when to come back: wait for so many seconds before anything more is sent',
  });
}
