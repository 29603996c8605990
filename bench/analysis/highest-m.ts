/** What one cell of a sweep offers against limits. Repetitions of a level are separate rows, and all must hold. */
export interface LimitedLevel {
  readonly m: number;
  /** Undefined when the sample is too small to have one: then a limit on it is not met. */
  readonly p95Ms?: number | undefined;
  /** The share of items that were not ok, from 0 to 1. */
  readonly errorShare: number;
}

/** What is still acceptable; what is left out is not limited. Both ends are inclusive. */
export interface LevelLimits {
  readonly p95Ms?: number | undefined;
  readonly errorShare?: number | undefined;
}

/** The highest level within the limits. */
export interface HighestM {
  readonly m: number;
  /** Lower levels that break a limit, ascending: not empty means that the answer may be luck. */
  readonly brokenBelow: readonly number[];
}

/**
 * The highest measured m that meets the limits.
 *
 * @returns undefined when no level does
 */
export function highestM(levels: readonly LimitedLevel[], limits: LevelLimits): HighestM | undefined {
  const meets = (level: LimitedLevel) =>
    isWithin(level.p95Ms, limits.p95Ms) && isWithin(level.errorShare, limits.errorShare);
  const byM = [...Map.groupBy(levels, ({ m }) => m)].sort(([one], [other]) => one - other);
  const highest = byM.findLast(([, rows]) => rows.every(meets));
  if (highest === undefined) return undefined;
  const [m] = highest;
  return { m, brokenBelow: byM.filter(([lower, rows]) => lower < m && !rows.every(meets)).map(([lower]) => lower) };
}

/** A value that is absent or not a number is within no limit. */
function isWithin(value: number | undefined, limit: number | undefined): boolean {
  return limit === undefined || (value !== undefined && value <= limit);
}
