import type { ItemsRequest } from './planned-requests.ts';

/** What fates can depend on that no plan knows: the time since the run began, or a request's headers. */
export type Variation = 'time' | 'headers';

/** What the fates of a download depend on beside its items and how often each is asked for; undefined for nothing. */
export function variationOf({
  profile,
  schedule = [],
}: Pick<ItemsRequest, 'profile' | 'schedule'>): Variation | undefined {
  if (schedule.length > 0) return 'time';
  return profile.some(({ ifHeader }) => ifHeader !== undefined) ? 'headers' : undefined;
}
