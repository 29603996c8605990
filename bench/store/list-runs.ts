import { runInFolder } from './run-in-folder.ts';
import { hasIndex, type IndexedRun, indexedRunSchema, useIndex } from './run-index.ts';
import { unlistedRuns } from './unlisted-runs.ts';

/**
 * All runs of a results folder, oldest first: those that the index lists, and those that only their own folders tell of,
 * because it is lost or could not be written. Nothing is made or changed.
 *
 * @throws DataError when the index is locked, damaged, or of a later version
 */
export function listRuns(results: string): IndexedRun[] {
  const listed = indexedRuns(results);
  const others = unlistedRuns(results, listed).flatMap((name) => {
    const run = runInFolder(results, name);
    return run === undefined ? [] : [run];
  });
  // As the index sorts, so that `last` is the same run with and without it.
  return [...listed, ...others].sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
}

function orderOf({ startedAt, id }: IndexedRun): string {
  return `${startedAt} ${id}`;
}

function indexedRuns(results: string): IndexedRun[] {
  if (!hasIndex(results)) return [];
  return useIndex(results, 'read', (database, version) => {
    // A bench has made the file, and has not come to its tables yet.
    if (version === 0 && database.prepare('SELECT 1 FROM sqlite_master').get() === undefined) return [];
    const rows = database.prepare('SELECT * FROM runs').all();
    return rows.map((row) => indexedRunSchema.parse(row));
  });
}
