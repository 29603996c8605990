import { idealTime, lowerBounds, stationTimes } from '../../lib/queueing/lower-bounds.ts';
import { scheduleTime } from '../../lib/queueing/schedule-time.ts';
import { roundedSeconds } from '../../lib/units/duration.ts';
import { plannedItems } from '../plan/planned-items.ts';
import type { ItemsRequest } from '../plan/planned-requests.ts';
import { rateBound } from '../plan/rate-bound.ts';
import { variationOf } from '../plan/variation.ts';
import { ENOUGH } from './best-m.ts';

/** Where more concurrency stops paying by the fates alone. */
export interface KnownKnee {
  /** The smallest m with which a client without overhead has {@link ENOUGH} of its best goodput. */
  readonly m: number;
  /** What holds it there: the server's slots, or the longest item, which no concurrency makes shorter. */
  readonly bottleneck: 'slots' | 'longest';
  /** How many the server serves at once; of several capacities, the one that needs the longest for all of them. */
  readonly slots: number;
  /** What the longest item takes. */
  readonly longestMs: number;
}

/** What is said of the knee of a server whose fates are not all that takes time there. */
export const NOT_KNOWN = 'not known';

/** The type of that word. */
export type NotKnown = typeof NOT_KNOWN;

/**
 * The knee of a download. Where slots end it, the ideal says where: what they can do at most. Where the longest item does,
 * the ideal, which is for the best of all orders, says too little: a client that takes the items as they come may need
 * twice that m.
 *
 * @returns undefined where the fates hold no time, vary, or let nothing end ok, and where it is a rate that ends the growth:
 * then there is no m to know of
 */
export function knownKnee(request: ItemsRequest): KnownKnee | undefined {
  if (variationOf(request) !== undefined) return undefined;
  const { downloads, fates, items, stations } = plannedItems(request);
  const most = Math.max(1, downloads.length);
  const situationAt = (m: number) => ({ m, timeoutMs: request.timeoutMs, stations });
  const times = stationTimes(items, situationAt(most));
  const slots = Math.min(most, stations[times.indexOf(Math.max(...times))]?.slots ?? most);
  const { longestMs } = lowerBounds(items, situationAt(most));
  const bottleneck = idealTime(items, situationAt(most)) > longestMs && slots < most ? 'slots' : 'longest';
  const timeAt = (m: number) => (bottleneck === 'slots' ? idealTime : scheduleTime)(items, situationAt(m));
  const enoughMs = timeAt(most) / ENOUGH;
  const isHeldByRate = rateBound(request.profile, fates) > timeAt(most);
  if (longestMs === 0 || isHeldByRate || !downloads.some(({ outcome }) => outcome === 'ok')) return undefined;
  // A list of items can take a little longer with one more in flight; that is far below what is looked for here.
  let [tooFew, m] = [0, most];
  while (m - tooFew > 1) {
    const middle = Math.floor((tooFew + m) / 2);
    if (timeAt(middle) <= enoughMs) m = middle;
    else tooFew = middle;
  }
  return { m, bottleneck, slots, longestMs };
}

/** What holds it there, for a sentence. */
export function knownReason({ m, bottleneck, slots, longestMs }: KnownKnee): string {
  if (bottleneck === 'longest') return `the slowest flag alone takes ${roundedSeconds(longestMs)}`;
  const served = slots === 1 ? 'the server serves one at a time' : `the server serves ${slots} at once`;
  return m > slots ? `${served} and the rest are on their way` : served;
}
