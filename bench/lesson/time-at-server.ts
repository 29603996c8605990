import type { Seen } from './trial.ts';

/** How long a server kept all requests, one added to the other, in milliseconds. */
export function timeAtServer({ records }: Pick<Seen, 'records'>): number {
  return records.reduce((sum, { arrivedMs, endedMs = arrivedMs }) => sum + endedMs - arrivedMs, 0);
}
