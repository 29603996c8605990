import { nearestName } from './nearest-name.ts';
import { requireObject } from './require-object.ts';

/**
 * Refuses what nobody would look at, such as a misspelt option.
 *
 * @param what it is given to, such as `startLab`
 * @param known each name that is looked at
 * @throws TypeError for another, with the name that it resembles, and for what is no object
 */
export function refuseUnknown(what: string, given: object, known: Readonly<Record<string, true>>): void {
  requireObject(what, given);
  const names = Object.keys(known);
  const unknown = Object.keys(given).find((name) => !Object.hasOwn(known, name));
  if (unknown === undefined) return;
  const nearest = nearestName(unknown, names);
  const hint = nearest === undefined ? `it has ${names.join(', ')}` : `did you mean "${nearest}"?`;
  throw new TypeError(`${what} has no option "${unknown}": ${hint}`);
}
