import { join } from 'node:path';
import { DataError } from '../../lib/errors/data-error.ts';
import { readSummary } from './read-summary.ts';
import { type IndexedRun, indexedRun } from './run-index.ts';

/** What a folder tells of its run, as the index would; undefined where it is damaged, or a copy under another name. */
export function runInFolder(results: string, name: string): IndexedRun | undefined {
  try {
    const run = indexedRun(readSummary(join(results, name)));
    return run.id === name ? run : undefined;
  } catch (error) {
    if (error instanceof DataError) return undefined;
    throw error;
  }
}
