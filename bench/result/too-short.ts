import { TOO_SHORT_MS } from '../../lib/queueing/too-short-ms.ts';
import type { Figures } from './figures.ts';

/** A cell that is over sooner must have so many requests that each of them weighs little. */
export const ENOUGH_REQUESTS = 2000;

/** Where nothing waits, all that is measured is overhead: a cell must have so many requests before its mean is no luck. */
export const MIN_REQUESTS = 200;

/**
 * Whether a cell is too short to compare its speed with anything, be it the ideal or another strategy: under 0.2 s with
 * fewer than 2000 requests, or under 200 requests where the fates hold no time. Twenty flags that wait for half a second are enough, for most of
 * that time is known. Of another service nobody knows what waits there: time alone counts. A schedule lasts as long as
 * it was asked to, and nobody's speed is read off it: it is never too short.
 */
export function isTooShort(
  { elapsedMs, idealMs, requests, lateStarts }: Pick<Figures, 'elapsedMs' | 'idealMs' | 'requests' | 'lateStarts'>,
  isService = false,
): boolean {
  if (lateStarts !== undefined) return false;
  const isOverSoon = elapsedMs < TOO_SHORT_MS && requests < ENOUGH_REQUESTS;
  return isOverSoon || (idealMs === 0 && !isService && requests < MIN_REQUESTS);
}

/** Why nothing is told of the speed of such a cell, without a full stop; the same from run to run. */
export const TOO_SHORT = 'it was over too soon to tell';

/** Whether that is all that can be said against a cell: its client did what was asked. */
export function isMerelyTooShort({ withheld }: Pick<Figures, 'withheld'>): boolean {
  return withheld === TOO_SHORT;
}

/** What makes a cell longer, in the imperative: a crawl asks for each item once. */
export function longerHint({ isService, isCrawl }: { readonly isService: boolean; readonly isCrawl: boolean }): string {
  if (isService) return 'ask for each item more often with --repeat 100';
  if (isCrawl) return 'look for all flags with -a, or raise --time-scale';
  return 'ask for each flag more often with --repeat 100, or raise --time-scale';
}
