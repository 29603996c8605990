import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { DataError } from '../../lib/errors/data-error.ts';
import { messageOf } from '../../lib/errors/message-of.ts';
import { makeFolder } from '../../lib/make-folder.ts';

/** The file in the results folder that lists the runs. */
const FILE = 'lab.db';

/** Counts the changes of the tables; a file of a later version is not touched. */
const SCHEMA_VERSION = 1;

/** How long another bench may hold the file, in milliseconds. */
const BUSY_TIMEOUT_MS = 5000;

/** One line of the index. */
export interface IndexedRun {
  readonly id: string;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly commandLine: string;
  readonly seed: number;
  readonly timeScale: number;
  /** Cells that were measured or failed, of those planned. */
  readonly cellsDone: number;
  readonly cellsPlanned: number;
}

/** The index of all runs in a results folder, newest last. `using` closes it. */
export class RunIndex implements Disposable {
  readonly #database: DatabaseSync;

  /**
   * Opens the index, making it on first use.
   *
   * @throws DataError when the file is no index, is damaged, or was written by a later version; it is left as it is.
   */
  constructor(folder: string) {
    const file = join(folder, FILE);
    try {
      makeFolder(folder);
      this.#database = new DatabaseSync(file, { timeout: BUSY_TIMEOUT_MS });
      this.#prepare(file);
    } catch (cause) {
      if (cause instanceof DataError) throw cause;
      throw new DataError(`${file} cannot be used as the index of runs (${messageOf(cause)}): move it away`, { cause });
    }
  }

  /** Enters a run, or what it has come to since it was entered. */
  put({ id, startedAt, commandLine, seed, timeScale, cellsDone, cellsPlanned }: IndexedRun): void {
    this.#database
      .prepare(
        `INSERT INTO runs (id, started_at, command_line, seed, time_scale, cells_done, cells_planned)
         VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET cells_done = excluded.cells_done`,
      )
      .run(id, startedAt, commandLine, seed, timeScale, cellsDone, cellsPlanned);
  }

  /** All runs, oldest first. */
  all(): IndexedRun[] {
    const rows = this.#database.prepare('SELECT * FROM runs ORDER BY started_at, id').all();
    return rows.map((row) => ({
      id: String(row.id),
      startedAt: String(row.started_at),
      commandLine: String(row.command_line),
      seed: Number(row.seed),
      timeScale: Number(row.time_scale),
      cellsDone: Number(row.cells_done),
      cellsPlanned: Number(row.cells_planned),
    }));
  }

  [Symbol.dispose](): void {
    this.#database.close();
  }

  #prepare(file: string): void {
    const version = Number(this.#database.prepare('PRAGMA user_version').get()!.user_version);
    if (version > SCHEMA_VERSION) {
      this.#database.close();
      const later = `version ${version}, this one reads ${SCHEMA_VERSION}`;
      throw new DataError(`${file} was written by a later flaglab (${later}): update flaglab or use another --results`);
    }
    this.#database.exec(`
      CREATE TABLE IF NOT EXISTS runs (
        id TEXT PRIMARY KEY, started_at TEXT NOT NULL, command_line TEXT NOT NULL, seed INTEGER NOT NULL,
        time_scale REAL NOT NULL, cells_done INTEGER NOT NULL, cells_planned INTEGER NOT NULL
      ) STRICT;
      PRAGMA user_version = ${SCHEMA_VERSION};
    `);
  }
}
