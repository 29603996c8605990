import { appendFile, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import type { ItemRecord } from '../../../bench/result/item-record.ts';
import { resultSchema } from '../../../bench/result/result.ts';
import { listRuns } from '../../../bench/store/list-runs.ts';
import { loadRun } from '../../../bench/store/load-run.ts';
import { RunStore } from '../../../bench/store/store.ts';
import { DataError } from '../../../lib/errors/data-error.ts';
import { NotFoundError } from '../../../lib/errors/not-found-error.ts';
import { OutputError } from '../../../lib/errors/output-error.ts';
import { benchResult, measuredCell } from '../../helpers/bench/bench-result.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const CELL = measuredCell({ server: 'DELAY', strategy: 'async' });

function record(cell: number): ItemRecord {
  return { cell, code: 'BR', kind: 'ok', status: 200, requests: 1, bytes: 9, startedMs: 0, endedMs: 5, injectedMs: 4 };
}

async function saveRun(results: string, id: string, startedAt = '2026-11-21T09:00:00.000Z'): Promise<RunStore> {
  const store = new RunStore(results, id);
  const result = { ...benchResult([CELL]), id, startedAt };
  await store.begin({ ...result, cells: [] });
  await store.save(result, [record(0)]);
  return store;
}

describe('a run store', () => {
  it('gives back what was saved: by id, by path, and as the last', async () => {
    await using folder = await temporaryFolder();
    const store = await saveRun(folder.path, 'one');
    for (const ref of ['one', store.folder, join(store.folder, 'summary.json'), 'last']) {
      const { result, records } = await loadRun(folder.path, ref);
      expect(result.id).toBe('one');
      expect(result.cells).toEqual([JSON.parse(JSON.stringify(CELL))]);
      expect(records).toEqual([record(0)]);
    }
  });

  it('knows the last run and those before it', async () => {
    await using folder = await temporaryFolder();
    await saveRun(folder.path, 'old', '2026-11-21T09:00:00.000Z');
    await saveRun(folder.path, 'new', '2026-11-21T10:00:00.000Z');
    expect((await loadRun(folder.path, 'last')).result.id).toBe('new');
    expect((await loadRun(folder.path, 'last~1')).result.id).toBe('old');
    await expect(loadRun(folder.path, 'last~2')).rejects.toThrow(NotFoundError);
    expect(listRuns(folder.path).map(({ id, cellsDone, cellsPlanned }) => [id, cellsDone, cellsPlanned])).toEqual([
      ['old', 1, 1],
      ['new', 1, 1],
    ]);
  });

  it('loses at most the cell at which a bench was killed', async () => {
    await using folder = await temporaryFolder();
    const store = await saveRun(folder.path, 'killed');
    await appendFile(join(store.folder, 'records.ndjson'), `${JSON.stringify(record(1))}\n{"cell":1,"co`);
    const saved = await loadRun(folder.path, 'killed');
    expect(saved.records).toEqual([record(0)]);
    await store.keepRecords(saved.records);
    expect(await readFile(join(store.folder, 'records.ndjson'), 'utf8')).toBe(`${JSON.stringify(record(0))}\n`);
  });

  it.each([
    ['no run of that name', 'nothing', NotFoundError, /no run "nothing"/],
    ['no last run', 'last', NotFoundError, /no runs in \S+ yet/],
  ])('says that there is %s', async (_what, ref, error, message) => {
    await using folder = await temporaryFolder();
    await expect(loadRun(folder.path, ref)).rejects.toThrow(error);
    await expect(loadRun(folder.path, ref)).rejects.toThrow(message);
  });

  it.each([
    ['is no JSON', '{"id":', /damaged/],
    ['is another thing', '{"id": 5}', /not the summary of a bench/],
    ['was written by a later version', '{"schemaVersion": 99}', /later flaglab \(version 99\)/],
  ])('refuses a summary that %s', async (_what, text, message) => {
    await using folder = await temporaryFolder();
    const store = await saveRun(folder.path, 'bad');
    await writeFile(join(store.folder, 'summary.json'), text);
    await expect(loadRun(folder.path, 'bad')).rejects.toThrow(DataError);
    await expect(loadRun(folder.path, 'bad')).rejects.toThrow(message);
  });

  it('never overwrites an index that is damaged or later than itself', async () => {
    await using folder = await temporaryFolder();
    const file = join(folder.path, 'lab.db');
    await writeFile(file, 'this is no database, and it is long enough to be taken for one by nobody at all');
    expect(() => listRuns(folder.path)).toThrow(/cannot be used as the index of runs .*move it away/);
    expect(await readFile(file, 'utf8')).toContain('this is no database');

    await using other = await temporaryFolder();
    const later = new DatabaseSync(join(other.path, 'lab.db'));
    later.exec('PRAGMA user_version = 7');
    later.close();
    expect(() => listRuns(other.path)).toThrow(/written by a later flaglab \(version 7/);
  });

  it('says which folder cannot be written', async () => {
    await using folder = await temporaryFolder();
    const blocked = join(folder.path, 'file');
    await writeFile(blocked, '');
    const store = new RunStore(blocked, 'one');
    await expect(store.begin(benchResult([]))).rejects.toThrow(OutputError);
    await expect(store.begin(benchResult([]))).rejects.toThrow(/--results/);
    await expect(new RunStore('/proc/results', 'one').begin(benchResult([]))).rejects.toThrow(/--results/);
  });

  it('names the line that is JSON but no record', async () => {
    await using folder = await temporaryFolder();
    const store = await saveRun(folder.path, 'one');
    await appendFile(join(store.folder, 'records.ndjson'), '{"cell":0,"code":"FR"}\n');
    await expect(loadRun(folder.path, 'one')).rejects.toThrow(/records\.ndjson:2 is no record of an item \(kind: /);
  });

  it('says that the disk is full, and leaves the summary of the cells before', async () => {
    await using folder = await temporaryFolder();
    const store = await saveRun(folder.path, 'one');
    const records = join(store.folder, 'records.ndjson');
    await rm(records);
    await symlink('/dev/full', records);
    const result = benchResult([CELL, { ...CELL, repetition: 2 }]);
    await expect(store.save(result, [record(1)])).rejects.toThrow(OutputError);
    await expect(store.save(result, [record(1)])).rejects.toThrow(
      /no space left .*: the disk is full: free some space/,
    );
    const summary = JSON.parse(await readFile(join(store.folder, 'summary.json'), 'utf8')) as { cells: unknown[] };
    expect(summary.cells).toHaveLength(1);
  });

  it('takes two benches at once on one folder', async () => {
    await using folder = await temporaryFolder();
    await mkdir(folder.path, { recursive: true });
    await Promise.all(Array.from({ length: 8 }, (_, i) => saveRun(folder.path, `run-${i}`)));
    expect(listRuns(folder.path)).toHaveLength(8);
  });
});

it('every result that a bench makes fits its schema', () => {
  const result = JSON.parse(JSON.stringify(benchResult([CELL, { ...CELL, repetition: 2 }])));
  expect(resultSchema.parse(result)).toEqual(result);
});
