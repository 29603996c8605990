import type { Condition } from '../result/condition.ts';
import type { KnownRate, RateCurve, RateLevel } from '../result/rate-curve.ts';
import { RATE, SHARE } from '../result/unit.ts';
import { isOfErrors } from './judge-cell.ts';
import { border } from './next-rate.ts';

/** The answer of a climb in plain sentences: what rate the server takes, what speaks against more, and what is known of it. */
export function rateAnswer(
  { server, until, levels, known, isOver }: Omit<RateCurve, 'answer'>,
  conditions: readonly Condition[],
): string {
  const { taken, notTaken } = border(levels);
  if (!isOver) return unfinished(server, taken);
  const sentences = [
    ...found(server, taken, notTaken),
    ...lost(taken),
    ...beyond(levels, notTaken, until),
    ...failing(notTaken, known, conditions),
    ...limit(known, taken),
  ];
  return sentences.map((sentence) => `${sentence}.`).join(' ');
}

function unfinished(server: string, taken: RateLevel | undefined): string {
  const soFar = taken === undefined ? '' : ` It has taken ${rateText(taken)} so far.`;
  return `The rate of requests to ${server} was to go on rising.${soFar}`;
}

function found(server: string, taken: RateLevel | undefined, notTaken: RateLevel | undefined): string[] {
  if (notTaken === undefined) {
    return taken === undefined ? [] : [`No rate broke it: ${server} took ${rateText(taken)}, the highest asked for`];
  }
  const { fate, why } = notTaken;
  const at = rateText(notTaken);
  if (fate === 'broke' || fate === 'behind') {
    return taken === undefined
      ? [`${server} does not even take ${at}, the lowest rate asked for: ${why}`]
      : [`${server} takes ${rateText(taken)}: at ${at} ${why}`];
  }
  const took = taken === undefined ? [] : [`${server} took ${rateText(taken)}`];
  const lowest = taken === undefined ? ', the lowest rate asked for,' : '';
  if (fate === 'disturbed') return [...took, `At ${at}${lowest} ${why}; nothing is said of the server there`];
  return [...took, `Whether ${server} takes ${at}${lowest} is not known: ${why}`];
}

/** What the conditions let pass is said all the same. */
function lost(taken: RateLevel | undefined): string[] {
  const { errorShare = 0 } = taken ?? {};
  return errorShare === 0 ? [] : [`Of the requests at ${rateText(taken!)} ${SHARE.text(errorShare)} failed`];
}

/** Where the server was given up before any condition was met, whether one was met at all. */
function beyond(levels: readonly RateLevel[], notTaken: RateLevel | undefined, until: string): string[] {
  if (notTaken?.fate !== 'behind' && notTaken?.fate !== 'unclear') return [];
  const broke = levels.find(({ fate }) => fate === 'broke');
  return [broke === undefined ? `No rate met ${until}` : `At ${rateText(broke)} ${broke.why}`];
}

/** A lower rate is no help where the faults fail requests that come alone. */
function failing(
  notTaken: RateLevel | undefined,
  known: KnownRate | undefined,
  conditions: readonly Condition[],
): string[] {
  if (notTaken?.fate !== 'broke' || known === undefined) return [];
  const met = conditions.some((condition) => isOfErrors(condition, known.failingShare));
  return met ? [`Its faults let ${SHARE.text(known.failingShare)} of the requests fail at any rate`] : [];
}

function limit(known: KnownRate | undefined, taken: RateLevel | undefined): string[] {
  if (known?.perSecond === undefined) return [];
  const { perSecond, why } = known;
  const faster = (taken?.ratePerSecond ?? 0) > perSecond ? '; what is more waits in its queue, or is refused' : '';
  return [`The server can serve ${RATE.exactly(perSecond)} at most: ${why}${faster}`];
}

function rateText({ ratePerSecond }: RateLevel): string {
  return `${ratePerSecond}/s`;
}
