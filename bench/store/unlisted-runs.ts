import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { SUMMARY } from './run-files.ts';
import type { IndexedRun } from './run-index.ts';

/** The names of the folders that hold a run that none of these is: the index does not list it, it is damaged, or they are copies. */
export function unlistedRuns(results: string, listed: readonly IndexedRun[]): string[] {
  if (!existsSync(results)) return [];
  const known = new Set(listed.map(({ id }) => id));
  return readdirSync(results)
    .filter((name) => !known.has(name) && existsSync(join(results, name, SUMMARY)))
    .sort();
}
