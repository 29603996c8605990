import { plannedItems } from './planned-items.ts';
import type { ItemsRequest } from './planned-requests.ts';
import { variationOf } from './variation.ts';

/**
 * Which items of a download will have a latency, by their fates alone: those that end ok or time out. Where
 * fates vary it is not known, and each may.
 */
export function timedItems(request: ItemsRequest): boolean[] {
  const { downloads } = plannedItems(request);
  const varies = variationOf(request) !== undefined;
  return downloads.map(({ outcome }) => varies || outcome === 'ok' || outcome === 'timeout');
}
