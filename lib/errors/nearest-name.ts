import leven from 'leven';

/** So many letters may be wrong in a name that is meant, but not all. */
const MAX_WRONG = 3;

/** The one of several names that another, in any case, is likely to have been meant for; undefined where it resembles none. */
export function nearestName(given: string, names: readonly string[]): string | undefined {
  const wrong = (name: string) => leven(name.toLowerCase(), given.toLowerCase());
  const [nearest] = names.toSorted((a, b) => wrong(a) - wrong(b));
  return nearest !== undefined && wrong(nearest) <= Math.min(MAX_WRONG, given.length - 1) ? nearest : undefined;
}
