import { availableParallelism } from 'node:os';

/** How many lanes compute for m items under way: one for each core, but never more than there are items. */
export function lanesFor(m: number): number {
  return Math.min(m, availableParallelism());
}
