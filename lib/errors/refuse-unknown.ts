import leven from 'leven';

/** So many letters may be wrong in a name that is meant. */
const MAX_WRONG = 3;

/**
 * Refuses what nobody would look at, such as a misspelt option.
 *
 * @param what it is given to, such as `startLab`
 * @param known each name that is looked at
 * @throws TypeError for another, with the name that it resembles
 */
export function refuseUnknown(what: string, given: object, known: Readonly<Record<string, true>>): void {
  const names = Object.keys(known);
  const unknown = Object.keys(given).find((name) => !Object.hasOwn(known, name));
  if (unknown === undefined) return;
  const wrong = (name: string) => leven(name.toLowerCase(), unknown.toLowerCase());
  const [nearest] = names.toSorted((a, b) => wrong(a) - wrong(b));
  const hint =
    nearest !== undefined && wrong(nearest) <= MAX_WRONG ? `did you mean "${nearest}"?` : `it has ${names.join(', ')}`;
  throw new TypeError(`${what} has no option "${unknown}": ${hint}`);
}
