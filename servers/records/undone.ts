import type { RequestRecord } from '../../lib/request-record.ts';
import { isOk } from './failed.ts';
import type { Asked, Retry } from './retries.ts';

/**
 * The requests that were given up, refused or left waiting although they could have worked, and that nothing made good. A
 * retry makes good what it retries. What was given up is made good by a request that ran beside it, too, as with clients that send
 * two and take the first answer: but each makes good one alone, and where there are too few of them for a key they make good none.
 * Who was refused one of many that it sent at once did not get what it asked for.
 *
 * @param retries those among all that was asked
 */
export function undone(byKey: readonly Asked[], retries: readonly Retry[]): RequestRecord[] {
  const nextOf = new Map(retries.map(({ failed, record }) => [failed, record]));
  const isRetry = new Set(nextOf.values());
  return byKey.flatMap((asked) => {
    const rows = asked.filter((record) => !isRetry.has(record)).map((first) => rowFrom(first, nextOf));
    const lost = rows.filter((row) => !isOk(row.at(-1)!) && row.some(isUndone));
    if (lost.length === 0) return [];
    const spare = rows.filter(([first]) => isOk(first!)).map(([first]) => first!);
    const given = lost.map((row) => row.at(-1)!);
    return !given.some(({ shed }) => shed) && hasTwins(given, spare) ? [] : lost.flatMap((row) => row.filter(isUndone));
  });
}

/** Whether a client gave up what would have worked. */
export function isGivenUp({ ending, failsBy }: RequestRecord): boolean {
  return ending === 'client-gone' && failsBy === undefined;
}

/** Whether one that will work has no answer yet. */
export function isOpen({ ending, failsBy }: RequestRecord): boolean {
  return ending === 'open' && failsBy === undefined;
}

function isUndone(record: RequestRecord): boolean {
  return isGivenUp(record) || record.shed || isOpen(record);
}

/** A request, its retry, the retry of that, and so on. */
function rowFrom(first: RequestRecord, nextOf: ReadonlyMap<RequestRecord, RequestRecord>): RequestRecord[] {
  const row: RequestRecord[] = [];
  for (let record: RequestRecord | undefined = first; record !== undefined; record = nextOf.get(record)) {
    row.push(record);
  }
  return row;
}

/** Whether there is for each of the given ones another of the spare ones that ran beside it. */
function hasTwins(given: readonly RequestRecord[], spare: readonly RequestRecord[]): boolean {
  if (given.length > spare.length) return false;
  // Whoever ends first takes of those beside it the one that ends first: that one is of least use to the others.
  const left = spare.toSorted((a, b) => endOf(a) - endOf(b));
  for (const record of given.toSorted((a, b) => endOf(a) - endOf(b))) {
    const found = left.findIndex((other) => other.arrivedMs < endOf(record) && record.arrivedMs < endOf(other));
    if (found === -1) return false;
    left.splice(found, 1);
  }
  return true;
}

/** What is open has no end yet. */
function endOf({ endedMs = Number.POSITIVE_INFINITY }: RequestRecord): number {
  return endedMs;
}
