import type { Seen } from './trial.ts';

/** How many requests had to wait for a slot of the server. */
export function inLine({ records }: Seen): number {
  return records.filter(({ queuedMs }) => queuedMs > 0).length;
}
