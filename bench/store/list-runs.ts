import { z } from 'zod';
import { runInFolder } from './run-in-folder.ts';
import { hasIndex, type IndexedRun, useIndex } from './run-index.ts';
import { unlistedRuns } from './unlisted-runs.ts';

/** The lines of the index, as its table has them. */
const indexRows = z.array(
  z
    .object({
      id: z.string(),
      started_at: z.string(),
      command_line: z.string(),
      seed: z.number(),
      time_scale: z.number(),
      cells_done: z.number(),
      cells_planned: z.number(),
    })
    .transform((row) => ({
      id: row.id,
      startedAt: row.started_at,
      commandLine: row.command_line,
      seed: row.seed,
      timeScale: row.time_scale,
      cellsDone: row.cells_done,
      cellsPlanned: row.cells_planned,
    })),
);

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
    return indexRows.parse(rows);
  });
}
