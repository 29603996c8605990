import { type IdealLimits, idealLimits, idealTime } from '../../lib/queueing/ideal-limits.ts';
import { scheduleTime } from '../../lib/queueing/schedule-time.ts';
import { type ItemsRequest, plannedItems } from '../plan/planned-items.ts';
import { ENOUGH } from './best-m.ts';

/**
 * What keeps more concurrency from paying: the server's slots, the longest item, or that every item has a request of its
 * own already.
 */
export type IdealLimit = 'slots' | 'longest item' | 'items';

/** The knee that the truth has, known from the fates alone. */
export interface IdealKnee {
  /** The smallest m whose ideal goodput is {@link ENOUGH} of the best ideal. */
  readonly m: number;
  readonly limitedBy: IdealLimit;
  /** Items that end ok per second at m, at best: no client that gets all that is to be had gets more. */
  readonly goodputAt: (m: number) => number;
  /** The same for a client that takes the items in their order, as a strategy does: what it would reach without overhead. */
  readonly inOrderGoodputAt: (m: number) => number;
}

/**
 * Where more concurrency stops paying a client that wastes nothing.
 *
 * @returns undefined where nothing takes time or nothing is ok: then there is no knee to know of
 */
export function idealKnee(request: ItemsRequest): IdealKnee | undefined {
  const { fates, items, stations } = plannedItems(request);
  const ok = fates.filter(({ outcome }) => outcome === 'ok').length;
  const situationAt = (m: number) => ({ m, timeoutMs: request.timeoutMs, stations });
  const goodputAt = (m: number) => (ok / idealTime(items, situationAt(m))) * 1000;
  const best = goodputAt(items.length);
  if (!(best > 0 && best < Number.POSITIVE_INFINITY)) return undefined;
  let m = 1;
  while (goodputAt(m) < best * ENOUGH) m += 1;
  return {
    m,
    limitedBy: limitOf(idealLimits(items, situationAt(items.length)), m, items.length),
    goodputAt,
    inOrderGoodputAt: (level) => (ok / scheduleTime(items, situationAt(level))) * 1000,
  };
}

function limitOf({ serverMs, longestMs }: IdealLimits, m: number, items: number): IdealLimit {
  if (serverMs > longestMs) return 'slots';
  return m < items * ENOUGH ? 'longest item' : 'items';
}
