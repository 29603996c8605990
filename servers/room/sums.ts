/** So many of those who were in the way are named. */
const MOST_NAMED = 5;

/** Those of whom there is most, the most first. */
export function mostFirst<Name>(sums: ReadonlyMap<Name, number>): readonly (readonly [Name, number])[] {
  const some = [...sums].filter(([, sum]) => sum > 0);
  return some.sort(([, a], [, b]) => b - a).slice(0, MOST_NAMED);
}

/** Adds to what there is of somebody; of whom nothing is left is not among them. */
export function addTo<Name>(sums: Map<Name, number>, name: Name, by: number): void {
  const sum = (sums.get(name) ?? 0) + by;
  if (sum === 0) sums.delete(name);
  else sums.set(name, sum);
}
