import { plannedItems } from './planned-items.ts';
import type { ItemsRequest } from './planned-requests.ts';

/**
 * Which items of a download will have a latency, by their fates alone: those that end ok or time out. Where faults change with
 * the time it is not known, and each may.
 */
export function timedItems(request: ItemsRequest): boolean[] {
  const { downloads } = plannedItems(request);
  const changes = (request.schedule ?? []).length > 0;
  return downloads.map(({ outcome }) => changes || outcome === 'ok' || outcome === 'timeout');
}
