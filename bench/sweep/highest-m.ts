/** What one cell of a sweep offers. Repetitions of a level are separate rows, and all must hold. */
export interface LimitedLevel {
  readonly m: number;
  /** Whether all that is asked of it holds. */
  readonly holds: boolean;
}

/** The highest level at which all that is asked holds. */
export interface HighestM {
  readonly m: number;
  /** Lower levels at which it does not, ascending: not empty means that the answer may be luck. */
  readonly brokenBelow: readonly number[];
}

/** The highest measured m at which all that is asked holds; undefined when there is none. */
export function highestM(levels: readonly LimitedLevel[]): HighestM | undefined {
  const byM = [...Map.groupBy(levels, ({ m }) => m)].sort(([one], [other]) => one - other);
  const broken = byM.filter(([, rows]) => rows.some(({ holds }) => !holds)).map(([m]) => m);
  const highest = byM.findLast(([m]) => !broken.includes(m))?.[0];
  return highest === undefined ? undefined : { m: highest, brokenBelow: broken.filter((m) => m < highest) };
}
