import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DataError } from '../../lib/errors/data-error.ts';
import { NotFoundError } from '../../lib/errors/not-found-error.ts';
import type { ItemRecord } from '../result/item-record.ts';
import type { BenchResult } from '../result/result.ts';
import { noRunsIn, resultsArgument } from '../result/settings/results-folder.ts';
import { listRuns } from './list-runs.ts';
import { withMissingRecords } from './missing-records.ts';
import { readRecords } from './read-records.ts';
import { readSummary } from './read-summary.ts';
import { RECORDS, SUMMARY } from './run-files.ts';

/** A run as it was saved. */
export interface SavedRun {
  /** With a warning where records are missing. */
  readonly result: BenchResult;
  /** In the order of the cells, each cell's in order of completion. */
  readonly records: readonly ItemRecord[];
  /** The folder that it lies in. */
  readonly folder: string;
}

/**
 * Loads a run: by its id, by the path of its folder or summary, or as `last`, `last~1` … Nothing is made or changed.
 *
 * @throws NotFoundError when there is no such run, DataError when what is there is not a run
 */
export async function loadRun(results: string, ref: string): Promise<SavedRun> {
  const folder = await folderOf(results, ref);
  const result = readSummary(folder);
  const records = await readRecords(folder, result.cells.length);
  return { result: withMissingRecords(result, records), records, folder };
}

async function folderOf(results: string, ref: string): Promise<string> {
  const lists = `npx flaglab history${resultsArgument(results)} lists them`;
  const back = /^last(?:~(\d+))?$/.exec(ref);
  if (back !== null) {
    const runs = listRuns(results);
    const run = runs.at(-1 - Number(back[1] ?? 0));
    if (run !== undefined) return join(results, run.id);
    if (runs.length === 0) throw new NotFoundError(`there are ${noRunsIn(results)}`);
    throw new NotFoundError(`there is no run "${ref}" in ${results}: ${lists}`);
  }
  for (const candidate of [join(results, ref), ref, dirname(ref)]) {
    if ((await isFile(join(candidate, SUMMARY))) && (candidate !== dirname(ref) || ref.endsWith(SUMMARY)))
      return candidate;
  }
  // What is left of a run whose summary is gone is one still: damaged, not unheard of.
  for (const folder of [join(results, ref), ref]) {
    if (existsSync(join(folder, RECORDS)))
      throw new DataError(`the run in ${folder} is damaged: its ${SUMMARY} is gone`);
  }
  const runs = listRuns(results);
  if (runs.some(({ id }) => id === ref)) {
    throw new NotFoundError(
      `the run "${ref}" is gone: the index lists it, and ${join(results, ref)} has no ${SUMMARY}`,
    );
  }
  if (runs.length === 0) throw new NotFoundError(`there is no run "${ref}", and there are ${noRunsIn(results)}`);
  throw new NotFoundError(`there is no run "${ref}": give an id, a path, last or last~1; ${lists}`);
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}
