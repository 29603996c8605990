import { inspect } from 'node:util';

/**
 * Refuses what has no properties, such as nothing at all.
 *
 * @param what it is given to, such as `startLab`
 * @throws TypeError
 */
export function requireObject(what: string, given: unknown): asserts given is object {
  if (typeof given === 'object' && given !== null) return;
  throw new TypeError(`Expected what ${what} is given to be an object, got ${inspect(given)}`);
}
