import type { Outcome, OutcomeKind } from '../../clients/download/outcome.ts';
import { counted } from '../../lib/units/counted.ts';
import { outcomesFromRecords } from '../command/outcomes-from-records.ts';
import type { Finding } from './finding.ts';
import type { Seen } from './trial.ts';

/**
 * What a client may honestly call what the server saw. Free is one thing: an answer that breaks off began with a good status, so
 * that it may be called a bad answer as well as none.
 */
const HONEST: Readonly<Record<OutcomeKind, readonly OutcomeKind[]>> = {
  ok: ['ok'],
  notFound: ['notFound'],
  httpError: ['httpError'],
  timeout: ['timeout'],
  networkError: ['networkError', 'httpError'],
  cancelled: ['cancelled'],
};

/** What to look at where what the server saw is called something else. No server sees why somebody has gone. */
const HINTS: Readonly<Record<Exclude<OutcomeKind, 'cancelled'>, string>> = {
  ok: 'a flag of which all has come is ok',
  notFound: 'status 404 is an answer: notFound',
  httpError: 'an answer with a status of 400 or more is an httpError, and only 404 is notFound',
  timeout: 'what is called off because its time is over is a timeout: look whether the signal was aborted',
  networkError: 'an answer that breaks off is a networkError: nobody has waited too long for it',
};

/** Whoever gives up so late, as a share of the timeout, may have done so while the last of the answer was on its way. */
const JUST_IN_TIME = 0.7;

/** Whether a client says of each flag that it asked for what became of it, by the server's records; a command tells no outcomes. */
export function toldKinds({ claimed, records, plan: { downloads, timeoutMs }, printed }: Seen): Finding[] {
  if (printed !== undefined) return [];
  const codes = downloads.map(({ code }) => code);
  const seen = new Map(outcomesFromRecords(records, codes).map((outcome) => [outcome.code, outcome]));
  const pairs = claimed.map((claim) => ({ claim, saw: seen.get(claim.code)! })).filter(({ saw }) => saw.requests > 0);
  const wrong = pairs.filter((pair) => !isHonest(pair, timeoutMs));
  const most = mostAlike(wrong);
  if (most === undefined) return [{ holds: true, saw: 'your client said of each flag what became of it' }];
  const { claim, saw, count } = most;
  const called = `your client called ${counted(count, 'flag')} ${claim.kind} that by the server's records ended as ${saw.kind}`;
  const hint = saw.kind === 'cancelled' ? undefined : HINTS[saw.kind];
  return [{ holds: false, saw: called, ...(hint !== undefined && { hint }) }];
}

/** What a client and the server say of one flag. */
interface Pair {
  readonly claim: Outcome;
  readonly saw: Outcome;
}

function isHonest({ claim, saw }: Pair, timeoutMs: number): boolean {
  if (HONEST[saw.kind].includes(claim.kind)) return true;
  // A busy server sees a request late: whoever has waited for so long by his own clock has.
  const waitedMs = Math.max(saw.endedMs - saw.startedMs, claim.endedMs - claim.startedMs);
  return claim.kind === 'timeout' && saw.kind === 'ok' && waitedMs >= JUST_IN_TIME * timeoutMs;
}

/** One of the largest group of those of which both say the same, and how many these are. */
function mostAlike(pairs: readonly Pair[]): (Pair & { readonly count: number }) | undefined {
  const groups = [...Map.groupBy(pairs, ({ claim, saw }) => `${claim.kind} ${saw.kind}`).values()];
  const [[first, ...others] = []] = groups.sort((a, b) => b.length - a.length);
  return first && { ...first, count: 1 + others.length };
}
