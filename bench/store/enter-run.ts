import type { DatabaseSync } from 'node:sqlite';
import { INDEX_VERSION, type IndexedRun, useIndex } from './run-index.ts';

/** In one piece: nobody sees the version without the table. */
const TABLES = `
  BEGIN IMMEDIATE;
  CREATE TABLE IF NOT EXISTS runs (
    id TEXT PRIMARY KEY, started_at TEXT NOT NULL, command_line TEXT NOT NULL, seed INTEGER NOT NULL,
    time_scale REAL NOT NULL, cells_done INTEGER NOT NULL, cells_planned INTEGER NOT NULL
  ) STRICT;
  PRAGMA user_version = ${INDEX_VERSION};
  COMMIT;
`;

/**
 * Enters a run in the index of a results folder, or what it has come to since it was entered. Makes the index on first use.
 *
 * @param waitMs how long a locked index is waited for; default: as every reader does
 * @throws DataError when the index is locked, damaged, or of a later version, OutputError when it cannot be written
 */
export function enterRun(
  results: string,
  { id, startedAt, commandLine, seed, timeScale, cellsDone, cellsPlanned }: IndexedRun,
  waitMs?: number,
): void {
  const enter = (database: DatabaseSync, version: number) => {
    if (version === 0) database.exec(TABLES);
    database
      .prepare(
        `INSERT INTO runs (id, started_at, command_line, seed, time_scale, cells_done, cells_planned)
         VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET cells_done = excluded.cells_done, cells_planned = excluded.cells_planned`,
      )
      .run(id, startedAt, commandLine, seed, timeScale, cellsDone, cellsPlanned);
  };
  useIndex(results, 'write', enter, waitMs);
}
