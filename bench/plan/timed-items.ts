import { type ItemsRequest, plannedItems } from './planned-items.ts';

/**
 * Which items of a download will have a latency, by their fates alone: those that end ok or time out. Where faults change with
 * the time it is not known, and each may.
 */
export function timedItems(request: ItemsRequest): boolean[] {
  if ((request.schedule ?? []).length > 0) return request.codes.map(() => true);
  return plannedItems(request).downloads.map(({ outcome }) => outcome === 'ok' || outcome === 'timeout');
}
