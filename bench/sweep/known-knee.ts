import { roundedSeconds } from '../../lib/units/duration.ts';
import { type PlanRequest, planDownload } from '../plan/plan.ts';
import { ENOUGH } from './best-m.ts';

/** Where more concurrency stops paying by the fates alone. */
export interface KnownKnee {
  /** The smallest m with which a client without overhead has {@link ENOUGH} of its best goodput. */
  readonly m: number;
  /** What holds it there: the server's slots, or the longest item, which no concurrency makes shorter. */
  readonly limit: 'slots' | 'longest';
  /** How many the server serves at once. */
  readonly slots: number;
  /** What the longest item takes. */
  readonly longestMs: number;
}

/**
 * The knee of a download. Where slots end it, the ideal says where: what they can do at most. Where the longest item does,
 * the ideal, which is for the best of all orders, says too little: a client that takes the items as they come may need
 * twice that m.
 *
 * @returns undefined where the fates hold no time or let nothing end ok: then there is no knee to know of
 */
export function knownKnee(request: Omit<PlanRequest, 'm' | 'startsMs'>): KnownKnee | undefined {
  const items = Math.max(1, request.codes.length);
  const planAt = (m: number) => planDownload({ ...request, m });
  const { fates, slots, longestMs, idealMs } = planAt(items);
  const limit = idealMs > longestMs && slots < items ? 'slots' : 'longest';
  const timeAt = (m: number) => planAt(m)[limit === 'slots' ? 'idealMs' : 'scheduleMs'];
  const enoughMs = timeAt(items) / ENOUGH;
  if (longestMs === 0 || !fates.some(({ outcome }) => outcome === 'ok')) return undefined;
  // A list of items can take a little longer with one more in flight; that is far below what is looked for here.
  let [tooFew, m] = [0, items];
  while (m - tooFew > 1) {
    const middle = Math.floor((tooFew + m) / 2);
    if (timeAt(middle) <= enoughMs) m = middle;
    else tooFew = middle;
  }
  return { m, limit, slots, longestMs };
}

/** What holds it there, for a sentence. */
export function knownReason({ limit, slots, longestMs }: KnownKnee): string {
  if (limit === 'longest') return `the slowest flag alone takes ${roundedSeconds(longestMs)}`;
  return slots === 1 ? 'the server serves one at a time' : `the server serves ${slots} at once`;
}
