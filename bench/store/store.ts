import { appendFile, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DataError } from '../../lib/errors/data-error.ts';
import { messageOf } from '../../lib/errors/message-of.ts';
import { NotFoundError } from '../../lib/errors/not-found-error.ts';
import { OutputError } from '../../lib/errors/output-error.ts';
import { makeFolder } from '../../lib/make-folder.ts';
import { issueText } from '../../lib/schema/issue-text.ts';
import { type ItemRecord, itemRecordSchema } from '../result/item-record.ts';
import type { BenchResult } from '../result/result.ts';
import { parseResult } from './parse-result.ts';
import { RunIndex } from './run-index.ts';

const SUMMARY = 'summary.json';
const RECORDS = 'records.ndjson';

/** A run as it was saved. */
export interface SavedRun {
  readonly result: BenchResult;
  /** In the order of the cells, each cell's in order of completion. */
  readonly records: readonly ItemRecord[];
  /** The folder that it lies in. */
  readonly folder: string;
}

/** Keeps one run while it goes on: what a cell has brought is safe as soon as the cell is over. */
export class RunStore {
  readonly folder: string;
  readonly #results: string;

  /** @param results the folder of all runs */
  constructor(results: string, id: string) {
    this.#results = results;
    this.folder = join(results, id);
  }

  /**
   * Makes the run's folder and its first summary, before any cell has run.
   *
   * @throws OutputError when the folder cannot be written, DataError when the index is unusable
   */
  async begin(result: BenchResult): Promise<void> {
    await this.#write(async () => {
      makeFolder(this.folder);
      await writeFile(join(this.folder, RECORDS), '');
    });
    await this.save(result, []);
  }

  /**
   * Saves what a cell has brought: first its records, then the summary that counts it. A bench that is killed in between
   * leaves records without a cell, which nobody reads.
   *
   * @throws OutputError when the disk is full or the folder gone
   */
  async save(result: BenchResult, records: readonly ItemRecord[]): Promise<void> {
    await this.#write(async () => {
      const lines = records.map((record) => `${JSON.stringify(record)}\n`).join('');
      await appendFile(join(this.folder, RECORDS), lines);
      await replaceFile(join(this.folder, SUMMARY), `${JSON.stringify(result, undefined, 2)}\n`);
    });
    using index = new RunIndex(this.#results);
    const { id, startedAt, commandLine, seed, timeScale, cells, planned } = result;
    index.put({ id, startedAt, commandLine, seed, timeScale, cellsDone: cells.length, cellsPlanned: planned.length });
  }

  /** Leaves of the records only those given: those that a killed bench wrote for a cell that it did not finish go. */
  async keepRecords(records: readonly ItemRecord[]): Promise<void> {
    const lines = records.map((record) => `${JSON.stringify(record)}\n`).join('');
    await this.#write(() => replaceFile(join(this.folder, RECORDS), lines));
  }

  /** Writes another file of the run, such as its report. Resolves to its path. */
  async writeReport(name: string, text: string): Promise<string> {
    const file = join(this.folder, name);
    await this.#write(() => writeFile(file, text));
    return file;
  }

  async #write(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (cause) {
      throw new OutputError(`${this.folder} cannot be written (${messageOf(cause)}): make room or say --results`, {
        cause,
      });
    }
  }
}

/**
 * Loads a run: by its id, by the path of its folder or summary, or as `last`, `last~1` …
 *
 * @throws NotFoundError when there is no such run, DataError when what is there is not a run
 */
export async function loadRun(results: string, ref: string): Promise<SavedRun> {
  const folder = await folderOf(results, ref);
  const result = parseResult(await readText(join(folder, SUMMARY)), join(folder, SUMMARY));
  return { result, records: await readRecords(folder, result.cells.length), folder };
}

/** All runs of a results folder, oldest first. */
export function listRuns(results: string): ReturnType<RunIndex['all']> {
  using index = new RunIndex(results);
  return index.all();
}

async function folderOf(results: string, ref: string): Promise<string> {
  const back = /^last(?:~(\d+))?$/.exec(ref);
  if (back !== null) {
    const run = listRuns(results).at(-1 - Number(back[1] ?? 0));
    if (run !== undefined) return join(results, run.id);
    throw new NotFoundError(`there is no run "${ref}" in ${results}: npx flaglab history lists them`);
  }
  for (const candidate of [join(results, ref), ref, dirname(ref)]) {
    if ((await isFile(join(candidate, SUMMARY))) && (candidate !== dirname(ref) || ref.endsWith(SUMMARY)))
      return candidate;
  }
  throw new NotFoundError(
    `there is no run "${ref}": give an id, a path, last or last~1; npx flaglab history lists them`,
  );
}

async function readRecords(folder: string, cells: number): Promise<ItemRecord[]> {
  const file = join(folder, RECORDS);
  const lines = (await readText(file)).split('\n');
  return lines.flatMap((line, i) => (line === '' ? [] : recordOf(line, i + 1, cells, file)));
}

/**
 * The record on a line; none where a bench that was killed while it wrote left half a line, or where it is that of a cell
 * which the summary does not count.
 *
 * @throws DataError when it is JSON but no record
 */
function recordOf(line: string, number: number, cells: number, file: string): ItemRecord[] {
  const json = jsonOrNothing(line);
  if (json === undefined) return [];
  const parsed = itemRecordSchema.safeParse(json);
  if (parsed.success) return parsed.data.cell < cells ? [parsed.data] : [];
  throw new DataError(`${file}:${number} is no record of an item (${issueText(parsed.error)})`);
}

function jsonOrNothing(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new DataError(`${file} cannot be read: ${messageOf(cause)}`, { cause });
  }
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}

async function replaceFile(file: string, text: string): Promise<void> {
  await writeFile(`${file}.part`, text);
  await rename(`${file}.part`, file);
}
