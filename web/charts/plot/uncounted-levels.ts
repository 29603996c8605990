import type { CurveSeries } from '../../../bench/report/html/curve-panels.ts';

/** Why which levels of a curve do not count, by their m, in words: those that the verdict calls not clean. */
export function uncountedLevels({ doubts = [] }: Pick<CurveSeries, 'doubts'>): ReadonlyMap<number, string> {
  const reasons = doubts.map(({ m, refused = 0, withheld }): [number, string | undefined] => [
    m,
    withheld ?? (refused > 0 ? `the server refused ${refused}` : undefined),
  ]);
  return new Map(reasons.filter((reason): reason is [number, string] => reason[1] !== undefined));
}
