import { relative } from 'node:path';

/** A path as short as it can be said from the working folder. */
export function pathFromHere(path: string): string {
  const fromHere = relative('.', path);
  if (fromHere === '') return '.';
  return fromHere.startsWith('..') ? path : fromHere;
}
