import { appendFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { LabError } from '../../lib/errors/lab-error.ts';
import { messageOf } from '../../lib/errors/message-of.ts';
import { OutputError } from '../../lib/errors/output-error.ts';
import { makeFolder } from '../../lib/make-folder.ts';
import type { ItemRecord } from '../result/item-record.ts';
import type { BenchResult } from '../result/result.ts';
import { enterRun } from './enter-run.ts';
import type { SavedRun } from './load-run.ts';
import { notWritten } from './not-written.ts';
import { RECORDS, SUMMARY } from './run-files.ts';
import { hasIndex, type IndexedRun, indexedRun } from './run-index.ts';

/** Keeps one run while it goes on: what a cell has brought is safe as soon as the cell is over. */
export class RunStore {
  readonly folder: string;
  readonly #results: string;
  readonly #isListed: boolean;
  /** What the index is still to be told. */
  #unlisted: IndexedRun | undefined;

  /**
   * @param results the folder of all runs
   * @param isListed whether the index there lists the run; default: yes
   */
  constructor(results: string, id: string, isListed = true) {
    this.#results = results;
    this.#isListed = isListed;
    this.folder = join(results, id);
  }

  /** Goes on with a run where it lies. No index is made beside it, and none lists a copy under another name. */
  static of(run: SavedRun): RunStore {
    const folder = resolve(run.folder);
    const [results, name] = [dirname(folder), basename(folder)];
    return new RunStore(results, name, name === run.result.id && hasIndex(results));
  }

  /**
   * Makes the run's folder and its first summary, before any cell has run.
   *
   * @throws OutputError when the folder cannot be written
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
   * leaves records without a cell, which nobody reads. An index that cannot be had at once is told later, by `list`.
   *
   * @throws OutputError when the disk is full or the folder gone
   */
  async save(result: BenchResult, records: readonly ItemRecord[]): Promise<void> {
    await this.#write(async () => {
      const lines = records.map((record) => `${JSON.stringify(record)}\n`).join('');
      await appendFile(join(this.folder, RECORDS), lines);
      await replaceFile(join(this.folder, SUMMARY), `${JSON.stringify(result, undefined, 2)}\n`);
    });
    if (!this.#isListed) return;
    this.#unlisted = indexedRun(result);
    this.#enter(0);
  }

  /**
   * Tells the index what it could not be told while the run went on, and waits for it where it is locked. The run lies in its
   * folder in any case, and is found there.
   *
   * @returns why the index does not list the run as it is now; undefined where it does
   */
  list(): string | undefined {
    return this.#enter();
  }

  #enter(waitMs?: number): string | undefined {
    if (this.#unlisted === undefined) return undefined;
    try {
      enterRun(this.#results, this.#unlisted, waitMs);
      this.#unlisted = undefined;
      return undefined;
    } catch (error) {
      if (error instanceof LabError) return error.message;
      throw error;
    }
  }

  /** Leaves of the records only those given: those that a killed bench wrote for a cell that it did not finish go. */
  async keepRecords(records: readonly ItemRecord[]): Promise<void> {
    const lines = records.map((record) => `${JSON.stringify(record)}\n`).join('');
    await this.#write(() => replaceFile(join(this.folder, RECORDS), lines));
  }

  /** Writes another file of the run, such as its report. Resolves to its path. */
  async writeReport(name: string, text: string): Promise<string> {
    const file = join(this.folder, name);
    await this.#write(() => replaceFile(file, text));
    return file;
  }

  async #write(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (cause) {
      const { code } = cause as NodeJS.ErrnoException;
      throw new OutputError(notWritten(this.folder, messageOf(cause), code), { cause });
    }
  }
}

async function replaceFile(file: string, text: string): Promise<void> {
  const part = `${file}.part`;
  try {
    await writeFile(part, text);
    await rename(part, file);
  } catch (error) {
    // What is left of it may fill the last of the disk.
    await rm(part, { force: true }).catch(() => {});
    throw error;
  }
}
