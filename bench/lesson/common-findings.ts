import type { Outcome } from '../../clients/download/outcome.ts';
import { isRefusal } from '../../lib/is-refusal.ts';
import { counted } from '../../lib/units/counted.ts';
import { outcomesFromRecords } from '../command/outcomes-from-records.ts';
import type { Figures } from '../result/figures.ts';
import { type Finding, finding } from './finding.ts';
import { toldKinds } from './told-kinds.ts';
import type { Seen } from './trial.ts';

/** What to look at where a flag is given up. */
export const ASK_AGAIN = 'a refusal is no end: wait for as long as it says, and ask again until the flag has come';

/** Whether all flags have arrived, whole, and the client has said nothing that the server refutes. */
export function arrived(seen: Seen): Finding[] {
  const { outcomes, refuted, figures } = seen;
  const [missing, ...others] = outcomes.filter(({ kind }) => kind !== 'ok');
  // What is said of a flag that did come, or of another kind of failure, is not what is amiss with it.
  const misnamed = missing === undefined ? [] : toldKinds(seen).filter(({ holds }) => !holds);
  if (misnamed.length > 0) return [...misnamed, ...honest({ refuted })];
  const hint = pathHint(outcomes) ?? (isRefusal(missing?.status) ? ASK_AGAIN : undefined);
  const more = others.length === 0 ? '' : `, and ${counted(others.length, 'other')} did not either`;
  const came = finding(missing === undefined, {
    good: `all ${figures.items} flags arrived`,
    bad: `${missing?.code} did not arrive (${missing?.error ?? missing?.status ?? missing?.kind})${more}`,
    ...(hint !== undefined && { hint }),
  });
  return [came, ...honest({ refuted })];
}

/** What to look at where the first flag that has not come is said not to be there: all that a client is given are. */
export function pathHint(outcomes: readonly Outcome[]): string | undefined {
  const first = outcomes.find(({ kind }) => kind !== 'ok');
  return first?.kind === 'notFound' ? 'the path of a flag is in lower case, as in /flags/br/br.gif' : undefined;
}

/** What the server refutes of the client's word, but for m, which `peak` is about; nothing where it refutes nothing. */
export function honest({ refuted }: Pick<Seen, 'refuted'>): Finding[] {
  const words = refuted.filter(({ about }) => about !== 'm');
  return words.map(({ what, hint }) => ({ holds: false, saw: `your client ${what}`, hint }));
}

/** The findings on one server of several, with its label. */
export function onServer({ verdict: { label } }: Pick<Seen, 'verdict'>, findings: readonly Finding[]): Finding[] {
  return findings.map((one) => ({ ...one, saw: `${label}: ${one.saw}` }));
}

/** What to look at where a client has not asked for what it was given. */
const ASK_FOR_ALL =
  'ask the server for each code that your client is given, and wait for all that you have begun: what became of a flag only its answer tells';
const NOTHING_CAME =
  'no request came: ask the server for each code that your client is given, and call none off before it is sent';

const ASK_ONCE = 'ask for each flag once here, whatever became of it';

/**
 * Whether each flag of the round was asked for, and once.
 *
 * @param askForAll what to look at where some were not
 */
export function askedOnce(
  { records, plan: { downloads } }: Pick<Seen, 'records' | 'plan'>,
  askForAll = ASK_FOR_ALL,
): Finding {
  const codes = downloads.map(({ code }) => code);
  const times = outcomesFromRecords(records, codes).map(({ requests }) => requests);
  const never = times.filter((count) => count === 0).length;
  if (never > 0) {
    const saw = `your client never asked for ${never} of ${counted(codes.length, 'flag')}`;
    return { holds: false, saw, hint: askForAll };
  }
  const requests = times.reduce((sum, count) => sum + count, 0);
  return finding(requests === codes.length, {
    good: `each of ${counted(codes.length, 'flag')} was asked for once`,
    bad: `your client sent ${counted(requests, 'request')} for ${counted(codes.length, 'flag')}: one each would do`,
    hint: ASK_ONCE,
  });
}

/** Whether the slots had something to do until the end: as many requests in flight on average as they should be. */
export function keptUp(
  { figures: { meanInFlight = 0 }, verdict: { label } }: Seen,
  { least, hint }: { least: number; hint: string },
): Finding {
  const saw = `${label}: ${meanInFlight.toFixed(1)} requests were in flight on average`;
  return finding(meanInFlight >= least, { good: saw, bad: `${saw}; the exercise needs ${least}`, hint });
}

/** Whether the most requests in flight at once are as many as they should be. */
export function peak(
  peakInFlight: Figures['peakInFlight'] = 0,
  { least, most, tooFew, tooMany }: { least: number; most: number; tooFew: string; tooMany: string },
): Finding {
  const saw = `your client had ${counted(peakInFlight, 'request')} in flight at most`;
  const needs = least === most ? `${least}` : `${least} to ${most}`;
  return finding(peakInFlight >= least && peakInFlight <= most, {
    good: saw,
    bad: `${saw}; the exercise needs ${needs}`,
    hint: peakInFlight === 0 ? NOTHING_CAME : peakInFlight < least ? tooFew : tooMany,
  });
}
