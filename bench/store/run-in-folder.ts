import { join } from 'node:path';
import { DataError } from '../../lib/errors/data-error.ts';
import { readSummary } from './read-summary.ts';
import type { IndexedRun } from './run-index.ts';

/** What a folder tells of its run, as the index would; undefined where it is damaged, or a copy under another name. */
export function runInFolder(results: string, name: string): IndexedRun | undefined {
  try {
    const { id, startedAt, commandLine, seed, timeScale, cells, planned } = readSummary(join(results, name));
    const progress = { cellsDone: cells.length, cellsPlanned: planned.length };
    return id === name ? { id, startedAt, commandLine, seed, timeScale, ...progress } : undefined;
  } catch (error) {
    if (error instanceof DataError) return undefined;
    throw error;
  }
}
