import { efficiency } from '../../lib/queueing/efficiency.ts';
import { idealOfRecords, type RecordedSituation } from '../../lib/queueing/ideal-of-records.ts';
import { TOO_SHORT_MS } from '../../lib/queueing/too-short-ms.ts';
import type { RequestRecord } from '../../lib/request-record.ts';
import { counted } from '../../lib/units/counted.ts';
import { isOk } from './failed.ts';
import { imposedWait, type Waited } from './imposed-wait.ts';
import type { Asked } from './retries.ts';
import { isGivenUp, isOpen, undone } from './undone.ts';
import type { Verdict } from './verdict-schema.ts';

/** What efficiency is worked out from. */
export interface EfficiencyInput extends Waited {
  readonly byKey: readonly Asked[];
  readonly idealMs: number;
  /** Whether the ideal knows what waits could not be helped, so that any other is the client's own; default false. */
  readonly areWaitsOwn?: boolean;
}

/** How near a client came to the ideal, or why that cannot be said: one of the two. */
export type Efficiency = Pick<Verdict, 'efficiency' | 'efficiencyWithheld'>;

/**
 * The shortest time in which a server could have given the answers that it gave. What a client has given up is none: whoever
 * had not asked for it would have been sooner.
 */
export function idealOf(records: readonly RequestRecord[], situation: RecordedSituation): number {
  return idealOfRecords(records.filter(isAnswered), situation);
}

/** Whether a server gave a request the answer that it was to have, be that a broken one. */
export function isAnswered({ ending }: RequestRecord): boolean {
  return ending === 'sent' || ending === 'reset';
}

/** Whether all was over too soon to tell how quick the client is. */
export function isTooShort(makespanMs: number): boolean {
  return makespanMs < TOO_SHORT_MS;
}

/** Efficiency is a claim about work that was done: withheld where it was not, or where nothing can be claimed. */
export function efficiencyOf({ byKey, idealMs, areWaitsOwn = false, ...waited }: EfficiencyInput): Efficiency {
  const { makespanMs } = waited;
  const why =
    objectionTo(byKey, waited) ?? (areWaitsOwn ? undefined : imposedWait(waited)) ?? notTold(idealMs, makespanMs);
  if (why !== undefined) return { efficiency: undefined, efficiencyWithheld: why };
  const share = efficiency(idealMs, makespanMs);
  return { efficiency: share, efficiencyWithheld: share === undefined ? tooGood(idealMs / makespanMs) : undefined };
}

/** Why there is no efficiency where the ideal is 0. */
const NOTHING_WAITED = 'nothing was made to wait';

/** What is said of an efficiency above 100 %. */
const TOO_GOOD = 'cannot be: the ideal does not fit these requests';

/** Whether a reason why there is no efficiency tells how long a server holds requests. */
export function tellsIdeal(reason: string): boolean {
  return reason === NOTHING_WAITED || reason.endsWith(TOO_GOOD);
}

function notTold(idealMs: number, makespanMs: number): string | undefined {
  if (idealMs === 0) return NOTHING_WAITED;
  return isTooShort(makespanMs) ? 'too short a time to tell' : undefined;
}

function tooGood(share: number): string {
  return `${Number((share * 100).toFixed(1))} % ${TOO_GOOD}`;
}

function objectionTo(byKey: readonly Asked[], { records, retries }: Waited): string | undefined {
  if (!records.some(isOk)) return 'nothing was ok';
  const bodiless = byKey.filter((asked) => asked.some(isOk) && !asked.some(hasBody)).length;
  if (bodiless > 0) return `${bodiless} of ${byKey.length} keys were answered without a body`;
  const left = undone(byKey, retries);
  const of = `of ${counted(records.length, 'request')}`;
  const count = (cause: (record: RequestRecord) => boolean) => left.filter(cause).length;
  const [givenUp, refused, open] = [count(isGivenUp), count(({ shed }) => shed), count(isOpen)];
  if (givenUp > 0) return `${givenUp} ${of} failed only because the client gave up`;
  if (refused > 0)
    return `a limit refused ${records.filter(({ shed }) => shed).length} ${of}, ${refused} of them for good`;
  return open > 0 ? `${open} ${of} still waited for an answer` : undefined;
}

/** Whether what was asked for was sent: neither 304 nor an answer to HEAD brings anything. */
function hasBody(record: RequestRecord): boolean {
  return isOk(record) && record.bytes > 0;
}
