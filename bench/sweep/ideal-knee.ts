import { type PlanRequest, planDownload } from '../result/plan.ts';
import { ENOUGH } from './best-m.ts';

/** What is asked of the same items at every m. */
export type IdealKneeRequest = Omit<PlanRequest, 'm' | 'startsMs'>;

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
  /** Items that can end ok per second at m, at best. */
  readonly goodputAt: (m: number) => number;
}

/**
 * Where more concurrency stops paying a client without overhead. No measured goodput of a client that gets all that it
 * was to get is above `goodputAt`.
 *
 * @returns undefined where nothing takes time or nothing is ok: then there is no knee to know of
 */
export function idealKnee(request: IdealKneeRequest): IdealKnee | undefined {
  const items = Math.max(1, request.codes.length);
  const goodputAt = (m: number) => {
    const { fates, idealMs } = planDownload({ ...request, m });
    return (fates.filter(({ outcome }) => outcome === 'ok').length / idealMs) * 1000;
  };
  const best = goodputAt(items);
  if (!(best > 0 && best < Number.POSITIVE_INFINITY)) return undefined;
  let m = 1;
  while (goodputAt(m) < best * ENOUGH) m += 1;
  const { slots, longestMs, idealMs } = planDownload({ ...request, m: items });
  return {
    m,
    limitedBy: idealMs > longestMs && slots < items ? 'slots' : m < items * ENOUGH ? 'longest item' : 'items',
    goodputAt,
  };
}
