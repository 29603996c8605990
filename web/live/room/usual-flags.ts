import type { Seat } from './columns.ts';

/** How many flags most names with a score have asked for; of several such numbers the largest. Undefined where nobody has a score. */
export function usualFlags(seats: readonly Seat[]): number | undefined {
  const scored = seats.filter(({ last }) => last.score !== undefined);
  const counts = Map.groupBy(scored, ({ last }) => last.flags);
  const byUse = [...counts].sort(([a, those], [b, others]) => others.length - those.length || b - a);
  return byUse[0]?.[0];
}
