import { hasIndex, type IndexedRun, useIndex } from './run-index.ts';

/**
 * All runs of a results folder, oldest first; none where there is no index. Nothing is made or changed.
 *
 * @throws DataError when the index is locked, damaged, or of a later version
 */
export function listRuns(results: string): IndexedRun[] {
  if (!hasIndex(results)) return [];
  return useIndex(results, 'read', (database, version) => {
    // A bench has made the file, and has not come to its tables yet.
    if (version === 0 && database.prepare('SELECT 1 FROM sqlite_master').get() === undefined) return [];
    const rows = database.prepare('SELECT * FROM runs ORDER BY started_at, id').all();
    return rows.map((row) => ({
      id: String(row.id),
      startedAt: String(row.started_at),
      commandLine: String(row.command_line),
      seed: Number(row.seed),
      timeScale: Number(row.time_scale),
      cellsDone: Number(row.cells_done),
      cellsPlanned: Number(row.cells_planned),
    }));
  });
}
