import { median } from 'simple-statistics';

/** No client's own work explains that less than this of the ideal is reached. */
const LEAST_OWN_SHARE = 0.75;

/** Where a level that is enough for the server has less than this of the best, the client's own time is worth a word. */
export const MOST_OWN_TIME = 0.9;

/** What is said then. */
export const OWN_TIME = 'this client takes time of its own for each item, and a higher m makes up for that';

/**
 * What of the ideal is left where nothing but the client's own work and the machine's takes from it: at levels of half the
 * best m and less, where requests wait for nothing else. A queue before a server's slots hides that work, which is no reason
 * for more concurrency, so it is not to be held against a level that has none. 1 where no such level has an efficiency.
 */
export function ownShare(
  levels: readonly { readonly m: number; readonly efficiency?: number }[],
  bestM: number,
): number {
  const shares = levels.filter(({ m }) => m <= bestM / 2).flatMap(({ efficiency }) => efficiency ?? []);
  return shares.length === 0 ? 1 : Math.max(LEAST_OWN_SHARE, median(shares));
}
