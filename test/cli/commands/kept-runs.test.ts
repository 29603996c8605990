import { once } from 'node:events';
import { chmod, cp, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import type { BenchResult } from '../../../bench/result/result.ts';
import { keepRun } from '../../helpers/bench/keep-run.ts';
import { simulatedRun } from '../../helpers/bench/simulated-run.ts';
import { runInMemory } from '../../helpers/memory-context.ts';
import { runFlaglab } from '../../helpers/run-flaglab.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const CELLS = [
  { server: 'DELAY', strategy: 'async', m: 20 },
  { server: 'ERROR', strategy: 'workers', m: 8 },
];

/** All that reads kept runs, each with what its stdout is to show of two of them. */
const READERS: readonly (readonly [readonly string[], RegExp])[] = [
  [['history'], /^run-1 .*\nrun-2 /m],
  [['report', 'last'], /^DELAY +async/m],
  [['report', 'last~1', '--format', 'html'], /<title>Flag Lab bench run-1</],
  [['compare', 'last~1', 'last'], /No difference shown in 2 of 2 cells\./],
];

/** Whoever may write anywhere is to be somebody else. */
const ORDINARY_USER = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

/** A results folder with two runs. */
async function twoRuns(): Promise<AsyncDisposable & { readonly path: string }> {
  const folder = await temporaryFolder();
  for (const hour of [1, 2]) {
    await keepRun(folder.path, hour, simulatedRun({ cells: CELLS, noiseSeed: hour, repetitions: 1 }));
  }
  return folder;
}

/** Every file below a folder with its size and the moment at which it was changed, and the same of the folder. */
async function contents(folder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true });
  const states = ['.', ...names.sort()].map(async (name) => {
    const { size, mtimeMs } = await stat(join(folder, name));
    return `${name} ${size} ${mtimeMs}`;
  });
  return Promise.all(states);
}

describe('reading kept runs', () => {
  it.each(READERS)('needs no writing: %j', async (args, shown) => {
    await using folder = await twoRuns();
    const before = await contents(folder.path);
    const names = ['.', ...(await readdir(folder.path, { recursive: true }))];
    for (const name of names) await chmod(join(folder.path, name), name.includes('.') && name !== '.' ? 0o444 : 0o555);
    const { code, stdout, stderr } = await runFlaglab([...args, '--results', folder.path], ORDINARY_USER);
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.not.stringContaining('error') });
    expect(stdout).toMatch(shown);
    expect(await contents(folder.path)).toEqual(before);
  });

  it.each([['history'], ['report'], ['compare', 'last~1', 'last'], ['bench', '--resume']])(
    'makes nothing where there is none: %s',
    async (...args) => {
      await using folder = await temporaryFolder();
      const { code, stderr } = await runInMemory([...args, '--results', join(folder.path, 'results')]);
      if (args[0] !== 'history') {
        expect(code).toBe(1);
        expect(stderr).toMatch(/^error: there are no runs in \S+ yet: npx flaglab bench --results \S+ makes one\n$/);
      }
      expect(await readdir(folder.path)).toEqual([]);
    },
  );

  it('waits for an index that another process has locked', async () => {
    await using folder = await twoRuns();
    const unlocked = lockFor(join(folder.path, 'lab.db'), 300);
    await once(unlocked, 'message');
    const { code, stdout } = await runInMemory(['history', '--results', folder.path]);
    expect(code).toBe(0);
    expect(stdout).toContain('run-2');
    await once(unlocked, 'exit');
  });

  it('says that an index is locked where that does not end', async () => {
    await using folder = await twoRuns();
    using index = new DatabaseSync(join(folder.path, 'lab.db'));
    index.exec('BEGIN EXCLUSIVE');
    for (const args of [['history'], ['report', 'last']]) {
      const { code, stderr } = await runInMemory([...args, '--results', folder.path]);
      expect(code).toBe(1);
      expect(stderr).toMatch(/^error: .*lab\.db is locked: another process has held it for over 5 s; [^\n]*\n$/);
    }
    expect(await runInMemory(['report', 'run-1', '--results', folder.path])).toMatchObject({ code: 0 });
  });

  it.each([
    ['is no database', 'this is no database, and it is long enough to be taken for one by nobody at all'],
    ['has lost its tables', undefined],
  ])('says in one line that the index %s, and finds runs without it', async (_what, text) => {
    await using folder = await twoRuns();
    const file = join(folder.path, 'lab.db');
    if (text !== undefined) await writeFile(file, text);
    else {
      using index = new DatabaseSync(file);
      index.exec('DROP TABLE runs');
    }
    for (const args of [['history'], ['report', 'last'], ['compare', 'last~1', 'last']]) {
      const { code, stderr } = await runInMemory([...args, '--results', folder.path]);
      expect(code).toBe(1);
      expect(stderr).toMatch(
        /^error: .*lab\.db cannot be used as the index of runs \([^\n]*\): move it away; [^\n]*\n$/,
      );
    }
    expect(await runInMemory(['compare', 'run-1', 'run-2', '--results', folder.path])).toMatchObject({ code: 0 });
  });

  it('says which runs the index has lost, or never had', async () => {
    await using folder = await twoRuns();
    await cp(join(folder.path, 'run-1'), join(folder.path, 'copy'), { recursive: true });
    const history = ['history', '--results', folder.path];
    const { code, stdout, stderr } = await runInMemory(history);
    const warning = `warning: ${folder.path} has folders that are not listed, because they are copies or damaged: copy\n`;
    expect({ code, stderr }).toEqual({ code: 0, stderr: warning });
    expect(stdout).toContain('run-2');
    await writeFile(join(folder.path, 'lab.db'), '');
    expect(await runInMemory(history)).toEqual({ code, stdout, stderr });
  });

  it.each(READERS)('needs no index, and makes none: %j', async (args, shown) => {
    await using folder = await twoRuns();
    await rm(join(folder.path, 'lab.db'));
    const before = await contents(folder.path);
    const { code, stdout } = await runInMemory([...args, '--results', folder.path]);
    expect(code).toBe(0);
    expect(stdout).toMatch(shown);
    expect(await contents(folder.path)).toEqual(before);
  });

  it('marks runs that are damaged or gone in the list, and says of each what it is', async () => {
    await using folder = await twoRuns();
    for (const hour of [3, 4]) {
      await keepRun(folder.path, hour, simulatedRun({ cells: CELLS, noiseSeed: hour, repetitions: 1 }));
    }
    await writeFile(join(folder.path, 'run-2/summary.json'), '{"id":');
    await rm(join(folder.path, 'run-3/summary.json'));
    await rm(join(folder.path, 'run-4'), { recursive: true });
    const inFolder = ['--results', folder.path];
    const { stdout } = await runInMemory(['history', ...inFolder]);
    expect(stdout).toMatch(/^run-1 +2\/2 +\d+ +\S+ +npx /m);
    expect(stdout).toMatch(/^run-2 .* damaged: it is not well-formed JSON; npx /m);
    expect(stdout).toMatch(/^run-3 .* damaged: summary\.json is gone; npx /m);
    expect(stdout).toMatch(/^run-4 .* gone; npx /m);
    const damages = JSON.parse((await runInMemory(['history', '--json', ...inFolder])).stdout);
    expect(damages.map(({ damage }: { damage?: string }) => damage?.slice(0, 7))).toEqual([
      undefined,
      'damaged',
      'damaged',
      'gone',
    ]);
    const said = async (ref: string) => (await runInMemory(['report', ref, ...inFolder])).stderr;
    expect(await said('run-3')).toBe(
      `error: the run in ${join(folder.path, 'run-3')} is damaged: its summary.json is gone\n`,
    );
    expect(await said('run-4')).toMatch(/^error: the run "run-4" is gone: the index lists it, and [^\n]*\n$/);
    expect(await said('run-5')).toMatch(/^error: there is no run "run-5"/);
  });

  it.each([
    ['is cut off', (text: string) => text.slice(0, 500), /is damaged: it is not well-formed JSON\n$/],
    [
      'has a figure that cannot be',
      (text: string) => text.replace(/"ok": \d+/, '"ok": -1'),
      /is damaged: cells\.0\.outcomes\.ok is below 0\n$/,
    ],
    ['is empty', () => '', /is damaged: it is not well-formed JSON\n$/],
    ['holds something else', () => '[]', /is not the summary of a bench \([^\n]*\)\n$/],
    [
      'has lost a field',
      (text: string) => text.replace('"codes"', '"cedos"'),
      /is not the summary of a bench \([^\n]*\)\n$/,
    ],
  ])('says in one line that a summary %s', async (_what, damage, message) => {
    await using folder = await twoRuns();
    const file = join(folder.path, 'run-2/summary.json');
    await writeFile(file, damage(await readFile(file, 'utf8')));
    for (const args of [
      ['report', 'last'],
      ['compare', 'last~1', 'last'],
      ['bench', '--resume'],
    ]) {
      const { code, stderr } = await runInMemory([...args, '--results', folder.path]);
      expect(code).toBe(1);
      expect(stderr).toMatch(/^error: [^\n]*summary\.json is /);
      expect(stderr).toMatch(message);
    }
  });

  it.each([['history'], ['report'], ['compare', 'a', 'b'], ['bench']])(
    'is refused without the name of a folder: %s',
    async (...args) => {
      for (const name of ['', ' ']) {
        const { code, stderr } = await runInMemory([...args, '--results', name]);
        expect(code).toBe(2);
        expect(stderr).toMatch(
          /^error: option '--results <folder>' argument '.?' is invalid. give a folder, [^\n]*\nUsage: /,
        );
      }
    },
  );
});

describe('a bench whose run the index cannot list', () => {
  const bench = ['bench', '-s', 'LOCAL', '-c', 'async', 'BR'];

  it('measures, says in one line that it is locked, and is found once it is not', async () => {
    await using folder = await twoRuns();
    const inFolder = ['--results', folder.path];
    {
      using index = new DatabaseSync(join(folder.path, 'lab.db'));
      index.exec('BEGIN EXCLUSIVE');
      const { code, stdout, stderr } = await runInMemory([...bench, ...inFolder]);
      expect(code).toBe(0);
      expect(stdout).toMatch(/^LOCAL +async/m);
      expect(stderr).toMatch(/^warning: .*lab\.db is locked: .*; this run is kept in \S+ all the same$/m);
      index.exec('COMMIT');
    }
    const { stdout } = await runInMemory(['history', ...inFolder]);
    expect(stdout).toMatch(/^\d{8}-000000-\w{4} +1\/1 /m);
  });

  it('says that a folder lies where the index should be, which is no matter of room', async () => {
    await using folder = await temporaryFolder();
    await mkdir(join(folder.path, 'lab.db'));
    const { code, stderr } = await runInMemory([...bench, '--results', folder.path]);
    expect(code).toBe(0);
    expect(stderr).toMatch(
      /^warning: .*lab\.db is a folder, and cannot be the index of runs: move it away; this run /m,
    );
  });

  it('is refused where it may not write at all, and leaves nothing', async () => {
    await using folder = await temporaryFolder();
    await chmod(folder.path, 0o555);
    const { code, stderr } = await runFlaglab([...bench, '--results', folder.path], ORDINARY_USER);
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^error: \S+ cannot be written \(permission denied\): you may not write there: change its permissions/,
    );
    expect(await readdir(folder.path)).toEqual([]);
  });
});

describe('assertions of a kept run', () => {
  it.each([
    ['text', 'stderr', /^assertion: async\.DELAY\.goodput > 1000000000: does not hold, .*$/m],
    ['markdown', 'stdout', /async\.DELAY\.goodput/],
  ] as const)('are said again in a report as %s', async (format, stream, said) => {
    await using folder = await temporaryFolder();
    const { result, records } = simulatedRun({ cells: CELLS, noiseSeed: 1, repetitions: 1 });
    const assertions = ['async.DELAY.goodput > 1000000000'];
    await keepRun(folder.path, 1, { result: { ...result, assertions }, records });
    const ran = await runInMemory(['report', '--format', format, '--results', folder.path]);
    expect(ran[stream]).toMatch(said);
  });
});

describe('records that are missing', () => {
  const SAID = /records\.ndjson lacks records of ERROR workers at m = 8; /;

  async function runWithoutRecordsOf(cell: RegExp): Promise<AsyncDisposable & { readonly path: string }> {
    const folder = await twoRuns();
    const file = join(folder.path, 'run-2/records.ndjson');
    const lines = (await readFile(file, 'utf8')).split('\n');
    await writeFile(file, lines.filter((line) => !cell.test(line)).join('\n'));
    return folder;
  }

  it.each([
    ['text', 'stderr', SAID],
    ['markdown', 'stdout', /^- records\.ndjson lacks records of ERROR workers at m = 8; /m],
    ['json', 'stdout', /"kind":"records-missing"/],
    ['html', 'stdout', /lacks records of ERROR workers at m = 8/],
    ['csv', 'stderr', SAID],
  ] as const)('are said in a report as %s', async (format, stream, said) => {
    // The last item of the second cell, the rest of it being there.
    await using folder = await runWithoutRecordsOf(/"cell":1,"code":"B[A-Z]"/);
    const ran = await runInMemory(['report', '--format', format, '--results', folder.path]);
    expect(ran.code).toBe(0);
    expect(ran[stream]).toMatch(said);
    if (format !== 'text') expect(ran.stderr).toMatch(/^warning: records\.ndjson lacks/);
  });

  it('leave nothing to draw of their cell, and all of the others', async () => {
    await using folder = await runWithoutRecordsOf(/"cell":1,"code":"B[A-Z]"/);
    const { stdout } = await runInMemory(['report', '--format', 'html', '--results', folder.path]);
    const data = JSON.parse(/<script id="data" type="application\/json">(.*?)<\/script>/.exec(stdout)![1]!);
    expect(data.waterfalls.map(({ server }: { server: string }) => server)).toEqual(['DELAY']);
    expect(data.latencies.map(({ server }: { server: string }) => server)).toEqual(['DELAY']);
  });

  it('are said where their whole file is gone', async () => {
    await using folder = await twoRuns();
    await rm(join(folder.path, 'run-2/records.ndjson'));
    const { code, stdout, stderr } = await runInMemory(['report', '--results', folder.path]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^DELAY +async/m);
    expect(stderr).toMatch(
      /^warning: records\.ndjson lacks records of DELAY async at m = 20, ERROR workers at m = 8; /m,
    );
  });

  it('leave their cell out of a comparison', async () => {
    await using folder = await runWithoutRecordsOf(/"cell":1,"code":"B[A-Z]"/);
    const { code, stdout } = await runInMemory(['compare', 'last~1', 'last', '--results', folder.path]);
    expect(code).toBe(0);
    expect(stdout).not.toMatch(/^ERROR/m);
    expect(stdout).toMatch(/\n\nNo difference shown in 1 of 1 cell; 1 more was left out\.\n$/);
    expect(stdout).toContain('left out: B lacks records of ERROR workers at m = 8\n');
  });

  it('are none of a bench that was killed before its first cell', async () => {
    await using folder = await temporaryFolder();
    const { result } = simulatedRun({ cells: CELLS, noiseSeed: 1 });
    await keepRun(folder.path, 1, { result: { ...result, cells: [] }, records: [] });
    const { stderr } = await runInMemory(['report', '--results', folder.path]);
    expect(stderr).not.toContain('records');
  });
});

describe('bench --resume PATH', () => {
  /** A run of two cells of which the second is still to come. */
  async function interruptedRun(results: string): Promise<{ readonly id: string; readonly folder: string }> {
    const cells = ['async', 'hybrid'].map((strategy) => ({ server: 'LOCAL', strategy, m: 2 }));
    const { result, records } = simulatedRun({ cells, noiseSeed: 1, repetitions: 1, items: 2 });
    const warnings = [{ kind: 'interrupted', message: '1 of 2 cells were run', hint: 'go on' }] as const;
    const done = { ...result, cells: result.cells.slice(0, 1), warnings };
    const folder = await keepRun(results, 1, { result: done, records: records.filter(({ cell }) => cell === 0) });
    return { id: 'run-1', folder };
  }

  it('goes on with the run where it lies, wherever it is called, and makes no other folder or index', async () => {
    await using folder = await temporaryFolder();
    const { id, folder: kept } = await interruptedRun(join(folder.path, 'elsewhere'));
    await rm(join(folder.path, 'elsewhere/lab.db'));
    await mkdir(join(folder.path, 'here'));
    const { code, stdout } = await runFlaglab(['bench', '--resume', join('../elsewhere', id)], {
      cwd: join(folder.path, 'here'),
    });
    expect(code).toBe(0);
    expect(stdout).toContain(`Report: ${join(kept, 'report.html')}`);
    expect(await readdir(join(folder.path, 'here'))).toEqual([]);
    expect(await readdir(join(folder.path, 'elsewhere'))).toEqual([id]);
    const { cells } = JSON.parse(await readFile(join(kept, 'summary.json'), 'utf8')) as BenchResult;
    expect(cells.map(({ strategy }) => strategy)).toEqual(['async', 'hybrid']);
    const records = await readFile(join(kept, 'records.ndjson'), 'utf8');
    expect(records.trim().split('\n')).toHaveLength(4);
  });

  it('measures again what has no records any more, and says so', async () => {
    await using folder = await temporaryFolder();
    const cells = ['async', 'hybrid'].map((strategy) => ({ server: 'LOCAL', strategy, m: 2 }));
    const whole = simulatedRun({ cells, noiseSeed: 1, repetitions: 1, items: 2 });
    const file = join(await keepRun(folder.path, 1, whole), 'records.ndjson');
    await writeFile(file, (await readFile(file, 'utf8')).replaceAll(/^.*"cell":0.*\n/gm, ''));
    const { code, stderr } = await runInMemory(['bench', '--resume', '--results', folder.path]);
    expect(code).toBe(0);
    expect(stderr).toContain('LOCAL async at m = 2 is measured again: its records are gone\n');
    const report = await runInMemory(['report', '--format', 'json', '--results', folder.path]);
    const result = JSON.parse(report.stdout) as BenchResult;
    expect(result.cells.map(({ strategy }) => strategy)).toEqual(['hybrid', 'async']);
    expect(report.stderr).not.toContain('lacks records');
  });

  it('measures again what failed, and says so', async () => {
    await using folder = await temporaryFolder();
    const kept = ['--results', folder.path, '--json', '-'];
    // Fails once.
    const prepare = `! mkdir ${join(folder.path, 'been')}`;
    const cells = ['-s', 'LOCAL', '-c', 'async', '-c', 'hybrid', '-m', '2', '-l', '4', '--prepare', prepare];
    expect((await runInMemory(['bench', ...cells, ...kept])).code).toBe(1);
    const { code, stdout, stderr } = await runInMemory(['bench', '--resume', ...kept]);
    expect(code, stderr).toBe(0);
    expect(stderr).toMatch(/^LOCAL async at m = 2 is measured again: it failed$/m);
    const result = JSON.parse(stdout) as BenchResult;
    expect(result.cells.map(({ strategy }) => strategy).sort()).toEqual(['async', 'hybrid']);
    expect(result.cells).toMatchObject([{ outcomes: { ok: 4 } }, { outcomes: { ok: 4 } }]);
  });

  it('counts the cells in the index that lists the run, and not those of a copy', async () => {
    await using folder = await temporaryFolder();
    const { id, folder: kept } = await interruptedRun(folder.path);
    using index = new DatabaseSync(join(folder.path, 'lab.db'));
    await cp(kept, join(folder.path, 'copy'), { recursive: true });
    const done = () => index.prepare('SELECT id, cells_done AS done FROM runs').all();
    expect(await runInMemory(['bench', '--resume', join(folder.path, 'copy')])).toMatchObject({ code: 0 });
    expect(done()).toEqual([{ id, done: 1 }]);
    expect(await runInMemory(['bench', '--resume', join(kept, 'summary.json')])).toMatchObject({ code: 0 });
    expect(done()).toEqual([{ id, done: 2 }]);
  });

  it('is what the hint of an interrupted run says, with its id and its folder', async () => {
    await using folder = await temporaryFolder();
    const results = join(folder.path, 'my results');
    const { id } = await interruptedRun(results);
    const { stderr } = await runInMemory(['report', '--results', results]);
    const hint = `npx flaglab bench --resume ${id} --results '${results}'`;
    expect(stderr).toContain(`warning: 1 of 2 cells were run; go on with ${hint}\n`);
    // On a terminal it has a line of its own, which can be pasted however narrow that is.
    const shown = await runInMemory(['report', '--results', results], { columns: 40, env: { NO_COLOR: '1' } });
    expect(shown.stderr).toBe(`\nwarning: 1 of 2 cells were run; go on\nwith:\n${hint}\n`);
    expect(await runInMemory(['bench', '--resume', id, '--results', results])).toMatchObject({ code: 0 });
  });

  it('names no folder where that is the usual one', async () => {
    await using folder = await temporaryFolder();
    const { id } = await interruptedRun(join(folder.path, 'results'));
    const { stderr } = await runFlaglab(['report'], { cwd: folder.path });
    expect(stderr).toBe(`warning: 1 of 2 cells were run; go on with npx flaglab bench --resume ${id}\n`);
  });
});

/** Locks an index from another thread, says so, and gives it free again. */
function lockFor(file: string, ms: number): Worker {
  const code = `
    const { DatabaseSync } = require('node:sqlite');
    const { parentPort, workerData } = require('node:worker_threads');
    const index = new DatabaseSync(workerData.file);
    index.exec('BEGIN EXCLUSIVE');
    parentPort.postMessage('locked');
    setTimeout(() => { index.exec('COMMIT'); index.close(); }, workerData.ms);
  `;
  return new Worker(code, { eval: true, workerData: { file, ms } });
}
