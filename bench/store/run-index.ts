import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { DataError } from '../../lib/errors/data-error.ts';
import { LabError } from '../../lib/errors/lab-error.ts';
import { messageOf } from '../../lib/errors/message-of.ts';
import { OutputError } from '../../lib/errors/output-error.ts';
import type { DeepReadonly } from '../../lib/schema/deep-readonly.ts';
import type { BenchResult } from '../result/result.ts';
import { notWritten } from './not-written.ts';

/** The file in the results folder that lists the runs. */
const FILE = 'lab.db';

/** Counts the changes of the tables; a file of a later version is not touched. */
export const INDEX_VERSION = 1;

/** How long another process may hold the file, in milliseconds. */
const BUSY_TIMEOUT_MS = 5000;

/** What SQLite says of a file that another process holds. */
const BUSY = [5, 6];

/** What it says of a full disk. */
const FULL = 13;

/** What it says of a file that it may not, or cannot, open, read or write: permissions, the disk. */
const OUT_OF_REACH = [3, 8, 10, 13, 14, 23];

/** The schema of a line of the index, as its table has it. */
export const indexedRunSchema = z
  .object({
    id: z.string(),
    /** ISO 8601. */
    started_at: z.string(),
    command_line: z.string(),
    seed: z.number(),
    time_scale: z.number(),
    /** Cells that were measured or failed … */
    cells_done: z.number(),
    /** … of those planned. */
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
  }));

/** One line of the index. */
export type IndexedRun = DeepReadonly<z.output<typeof indexedRunSchema>>;

/** The line of a run. */
export function indexedRun({ id, startedAt, commandLine, seed, timeScale, cells, planned }: BenchResult): IndexedRun {
  const progress = { cellsDone: cells.length, cellsPlanned: planned.length };
  return { id, startedAt, commandLine, seed, timeScale, ...progress };
}

/** Whether a results folder has an index. */
export function hasIndex(results: string): boolean {
  return existsSync(join(results, FILE));
}

/**
 * Opens the index of a results folder for as long as the work takes. Another process that holds it is waited for.
 *
 * @param waitMs how long it is waited for
 * @param mode `read` leaves the folder as it is, so it may be one that cannot be written; `write` makes the file on first use
 * @throws DataError when the file is locked, is no index, is damaged, or was written by a later version; it is left as it is
 * @throws OutputError when it cannot be written
 */
export function useIndex<T>(
  results: string,
  mode: 'read' | 'write',
  work: (database: DatabaseSync, version: number) => T,
  waitMs = BUSY_TIMEOUT_MS,
): T {
  const file = join(results, FILE);
  try {
    using database = open(file, mode, waitMs);
    const version = Number(database.prepare('PRAGMA user_version').get()!.user_version);
    if (version > INDEX_VERSION) throw new DataError(laterText(file, version));
    return work(database, version);
  } catch (cause) {
    throw cause instanceof LabError ? cause : failure(file, mode, cause);
  }
}

/** `rw` is what SQLite calls a file that is not made, and only read where it cannot be written. */
function open(file: string, mode: 'read' | 'write', timeout: number): DatabaseSync {
  const url = pathToFileURL(file);
  url.searchParams.set('mode', mode === 'read' ? 'rw' : 'rwc');
  return new DatabaseSync(url, { timeout });
}

function laterText(file: string, version: number): string {
  const later = `version ${version}, this one reads ${INDEX_VERSION}`;
  return `${file} was written by a later flaglab (${later}): update flaglab or use another --results`;
}

function failure(file: string, mode: 'read' | 'write', cause: unknown): LabError {
  // The message of a damaged file may hold bytes of it.
  const { errcode = 0, errstr: why = messageOf(cause) } = cause as { errcode?: number; errstr?: string };
  // The low byte is the kind of error, the rest its details.
  const kind = errcode & 0xff;
  if (BUSY.includes(kind)) {
    const text = `${file} is locked: another process has held it for over ${BUSY_TIMEOUT_MS / 1000} s`;
    return new DataError(`${text}; end that process or wait for it${mode === 'read' ? ', then try again' : ''}`, {
      cause,
    });
  }
  if (!OUT_OF_REACH.includes(kind)) {
    const text = `${file} cannot be used as the index of runs (${why}): move it away`;
    return new DataError(`${text}; its runs are still found by their ids and paths`, { cause });
  }
  if (statSync(file, { throwIfNoEntry: false })?.isDirectory()) {
    return new DataError(`${file} is a folder, and cannot be the index of runs: move it away`, { cause });
  }
  if (mode === 'read')
    return new DataError(`${file} cannot be read (${why}): give the run by its id or path`, { cause });
  return new OutputError(notWritten(file, why, kind === FULL ? 'ENOSPC' : barrier(file)), { cause });
}

/** What the operating system says against writing a file; SQLite keeps that to itself. */
function barrier(file: string): string | undefined {
  try {
    accessSync(dirname(file), constants.W_OK);
    accessSync(file, constants.W_OK);
    return undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code;
  }
}
