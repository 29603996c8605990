/** All that was measured at one concurrency. */
export interface LevelValues {
  readonly m: number;
  readonly values: readonly number[];
}

/**
 * Gathers the repetitions of each level, ascending by m.
 *
 * @throws TypeError when an m is below 1 or a value is negative or not finite.
 */
export function measurementsByLevel<T extends { readonly m: number }>(
  measurements: readonly T[],
  read: (measurement: T) => number,
): LevelValues[] {
  for (const measurement of measurements) {
    const { m } = measurement;
    const value = read(measurement);
    if (!(m >= 1 && m < Number.POSITIVE_INFINITY)) throw new TypeError(`Expected \`m\` to be 1 or more, got ${m}`);
    if (!(value >= 0 && value < Number.POSITIVE_INFINITY)) {
      throw new TypeError(`Expected the value at m = ${m} to be a finite number of 0 or more, got ${value}`);
    }
  }
  const levels = Map.groupBy(measurements, ({ m }) => m);
  return [...levels].map(([m, members]) => ({ m, values: members.map(read) })).sort((one, other) => one.m - other.m);
}
