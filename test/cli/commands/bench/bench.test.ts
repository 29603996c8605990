import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { planDownload } from '../../../../bench/plan/plan.ts';
import type { MeasuredCell } from '../../../../bench/result/cell.ts';
import type { BenchResult } from '../../../../bench/result/result.ts';
import { selectCodes } from '../../../../lib/flags/country-codes.ts';
import { parseProfile } from '../../../../servers/faults/profile.ts';
import { preset } from '../../../../servers/lab/presets.ts';
import { runInMemory } from '../../../helpers/memory-context.ts';
import { childrenOf, type RunningProcess, runningProcesses } from '../../../helpers/processes.ts';
import { ROOT } from '../../../helpers/source-tree.ts';
import { temporaryFolder } from '../../../helpers/temporary-folder.ts';

/** A bench whose first cell waits for longer than any test takes to reach it. */
const LONG = ['-s', 'DELAY', '-c', 'sequential', '-c', 'async', '-l', '5', '--time-scale', '10'];

interface Bench {
  readonly pid: number;
  /** What it has written to stderr so far. */
  stderr(): string;
  /** Everything that it printed, and its exit code or the signal that ended it. */
  readonly ended: Promise<{ readonly exit: unknown; readonly stdout: string; readonly stderr: string }>;
  /** Signals its process group, as a terminal does at Ctrl-C. */
  kill(signal: NodeJS.Signals): void;
}

let results: Awaited<ReturnType<typeof temporaryFolder>>;

beforeAll(async () => {
  results = await temporaryFolder();
});

afterAll(() => results[Symbol.asyncDispose]());

/** Runs a bench to its end. */
function runBench(args: readonly string[]): ReturnType<typeof runInMemory> {
  return runInMemory(['bench', '--results', results.path, ...args]);
}

/** Starts a bench without waiting for its end. */
function startBench(args: readonly string[]): Bench {
  const started = spawn(process.execPath, [join(ROOT, 'bin/flaglab.js'), 'bench', '--results', results.path, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const pid = started.pid!;
  let stderr = '';
  started.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    stderr += chunk;
  });
  const ended = Promise.all([once(started, 'close'), text(started.stdout)]).then(([[code, signal], stdout]) => {
    return { exit: code ?? signal, stdout, stderr };
  });
  return { pid, ended, stderr: () => stderr, kill: (signal) => process.kill(-pid, signal) };
}

/** Waits until a bench has the processes of its servers and of a cell; resolves to them. */
async function processesOf(pid: number): Promise<{ servers: RunningProcess; cell: RunningProcess }> {
  return await vi.waitFor(
    () => {
      const children = childrenOf(pid);
      const running = (entry: string) => {
        const found = children.find(({ command }) => command.includes(entry));
        expect(found, `a process of ${entry}`).toBeDefined();
        return found!;
      };
      return { servers: running('servers/servers-process'), cell: running('experiment/cell/cell-process') };
    },
    { timeout: 40_000, interval: 20 },
  );
}

async function expectGone(...processes: RunningProcess[]): Promise<void> {
  const pids = processes.map(({ pid }) => pid);
  await vi.waitFor(() => expect(runningProcesses().filter(({ pid }) => pids.includes(pid))).toEqual([]), {
    timeout: 5000,
  });
}

describe('bench', () => {
  it('prints what it does, a table with a row for each cell, and last of all one sentence and the path of the report', async () => {
    const args = '-s local -s DELAY -c sequential -c async -l 4 --time-scale 0.1 --seed 7'.split(' ');
    const { code, stdout, stderr } = await runBench(args);
    expect(code).toBe(0);
    const [intent, , head, ...rest] = stdout.split('\n');
    expect(intent).toBe(
      'Racing sequential and async on LOCAL and DELAY with 4 flags; seed 7, time scale 0.1, timeout 1s.',
    );
    expect(head!.split(/ {2,}/)).toEqual(
      'server,strategy,m,ok,errors,elapsed,goodput,efficiency,speed-up,CPU,peak RSS'.split(','),
    );
    const cost = '\\d+\\.\\d\\d s +\\d+ MB';
    const figures = '4 +0 % +\\d+\\.\\d{3} s +\\d+\\.\\d/s';
    expect(rest).toEqual([
      expect.stringMatching(`^LOCAL +sequential +1 +${figures} +– +– +${cost}$`),
      expect.stringMatching(`^LOCAL +async +4 +${figures} +– +– +${cost}$`),
      '',
      expect.stringMatching(`^DELAY +sequential +1 +${figures} +\\d+ % +1\\.0 x +${cost}$`),
      expect.stringMatching(`^DELAY +async +4 +${figures} +\\d+ % +\\d+\\.\\d x +${cost}$`),
      '',
      expect.stringMatching(/^With 4 requests in flight async finished DELAY \d\.\d times sooner .* of the ideal\.$/),
      '',
      expect.stringMatching(/^Report: .*report\.html$/),
      '',
    ]);
    expect(stderr.match(/^\[\d\/4\] (LOCAL|DELAY) (sequential|async) at m = \d+: \d+\.\d{3} s$/gm)).toHaveLength(4);
  });

  it('writes the results as JSON beside the table', async () => {
    await using folder = await temporaryFolder();
    const file = join(folder.path, 'bench.json');
    const args = ['-s', 'LOCAL', '-c', 'async', 'BR', 'ZZ', '--json', file];
    const { code, stdout } = await runBench(args);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^server +strategy .* ok +not found +errors /m);
    const result = JSON.parse(await readFile(file, 'utf8')) as BenchResult;
    expect(result).toMatchObject({
      id: expect.stringMatching(/^\d{8}-\d{6}-[0-9a-f]{4}$/),
      seed: 42,
      timeScale: 0.1,
      timeoutMs: 1000,
      servers: [{ label: 'LOCAL', faults: 'none' }],
      cells: [{ server: 'LOCAL', strategy: 'async', m: 2, repetition: 1, items: 2, outcomes: { ok: 1, notFound: 1 } }],
      // A busy machine may have told more.
      warnings: expect.arrayContaining([expect.objectContaining({ kind: 'small-sample', cell: 0 })]),
    });
  });

  it('reports a cell whose process dies, and goes on with the others', async () => {
    const bench = startBench(['-s', 'DELAY', '-c', 'sequential', '-c', 'async', '-l', '5', '--time-scale', '0.2']);
    const { cell } = await processesOf(bench.pid);
    process.kill(cell.pid, 'SIGKILL');
    const { exit, stdout, stderr } = await bench.ended;
    expect(exit).toBe(1);
    expect(stderr).toContain("error: DELAY sequential at m = 1: the cell's process was killed by SIGKILL\n");
    expect(stdout).toMatch(/^DELAY +sequential +1 .* failed /m);
    expect(stdout).toMatch(/^DELAY +async +5 +5 +0 .* % +– /m);
  });

  it('fails all cells that are left when the servers die', async () => {
    const bench = startBench([...LONG, '--json', '-']);
    const { cell, servers } = await processesOf(bench.pid);
    process.kill(servers.pid, 'SIGKILL');
    const { exit, stdout } = await bench.ended;
    expect(exit).toBe(1);
    const error = "the servers' process was killed by SIGKILL";
    expect((JSON.parse(stdout) as BenchResult).cells).toMatchObject([
      { strategy: 'sequential', error },
      { strategy: 'async', error },
    ]);
    await expectGone(cell, servers);
  });

  it('ends its processes and prints what was done at Ctrl-C', async () => {
    const bench = startBench(['-s', 'LOCAL', ...LONG]);
    await vi.waitFor(() => expect(bench.stderr()).toContain('[2/4] LOCAL async'), { timeout: 40_000 });
    const { cell, servers } = await processesOf(bench.pid);
    bench.kill('SIGINT');
    const { exit, stdout, stderr } = await bench.ended;
    expect(exit).toBe(130);
    expect(stdout.match(/^(LOCAL|DELAY) .*$/gm)).toHaveLength(2);
    expect(stderr).toMatch(
      /^warning: 2 of 4 cells were run; go on with npx flaglab bench --resume [-\w]+ --results \S+$/m,
    );
    await expectGone(cell, servers);
  });

  it('can be interrupted while the servers start', async () => {
    const bench = startBench(LONG);
    const [servers] = await vi.waitFor(
      () => {
        const children = childrenOf(bench.pid);
        expect(children).toHaveLength(1);
        return children;
      },
      { timeout: 40_000, interval: 10 },
    );
    bench.kill('SIGINT');
    const { exit, stdout, stderr } = await bench.ended;
    expect({ exit, stdout }).toEqual({
      exit: 130,
      stdout: expect.stringMatching(/^Racing sequential and async on DELAY with 5 flags; .*\n\nReport: .*\n$/),
    });
    expect(stderr).toMatch(
      /^warning: 0 of 2 cells were run; go on with npx flaglab bench --resume [-\w]+ --results \S+\n$/,
    );
    await expectGone(servers!);
  });

  it('goes on with what a killed bench left to do, and loses no cell', async () => {
    await using own = await temporaryFolder();
    const args = ['-s', 'LOCAL', '-c', 'sequential', '-c', 'async', '-c', 'hybrid', '-l', '3', '--results', own.path];
    const bench = startBench(args);
    await vi.waitFor(() => expect(bench.stderr()).toContain('[2/3]'), { timeout: 40_000 });
    bench.kill('SIGKILL');
    await bench.ended;
    const { code, stdout } = await runInMemory(['bench', '--resume', '--results', own.path, '--json', '-']);
    const { cells, warnings, planned } = JSON.parse(stdout) as BenchResult;
    expect(code).toBe(0);
    expect(cells.map(({ strategy }) => strategy)).toEqual(['sequential', 'async', 'hybrid']);
    expect(cells).toHaveLength(planned.length);
    const lost: readonly string[] = ['cell-failed', 'interrupted', 'records-dropped', 'records-missing'];
    expect(warnings.filter(({ kind }) => lost.includes(kind))).toEqual([]);
    const records = await readFile(join(own.path, (JSON.parse(stdout) as BenchResult).id, 'records.ndjson'), 'utf8');
    const perCell = records
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { cell: number }).cell);
    expect(perCell).toEqual([0, 0, 0, 1, 1, 1, 2, 2, 2]);
  });

  it('runs a sweep in repetitions and says where more concurrency stops paying', async () => {
    await using own = await temporaryFolder();
    const args = '-s LIMITED -c async -al 40 --sweep 1,4,8 --repetitions 2 --time-scale 0.05'.split(' ');
    const { code, stdout } = await runInMemory(['bench', ...args, '--results', own.path]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^LIMITED +async +8 +40 .*\d s +\d+\.\d+–\d+\.\d+ /m);
    expect(stdout).toMatch(/^LIMITED async: goodput over m$/m);
    expect(stdout.match(/^ {2}m +\d+ █+ +[\d.]+\/s ± [\d.]+/gm)).toHaveLength(3);
    expect(stdout).toMatch(/^async on LIMITED: .*enough/m);
    const again = await runInMemory(['report', 'last', '--results', own.path]);
    // The report begins with the answer, and has the same figures.
    const [answer] = stdout.split('\n').slice(-4);
    expect(again.stdout).toMatch(/^.*\n.*\n\nRun \S+: npx flaglab bench -s LIMITED .*\n40 flags a cell; seed 42/);
    expect(again.stdout.split('\n')[0]).toBe(answer);
    const figuresOf = (text: string) => text.match(/^(LIMITED| {2}m) .*/gm);
    expect(figuresOf(again.stdout)).toEqual(figuresOf(stdout));
    const { stdout: history } = await runInMemory(['history', '--results', own.path]);
    expect(history).toMatch(/6\/6 .* npx flaglab bench -s LIMITED/);
    expect(history).toContain(answer);
  });

  it('sweeps by doubling, and says the highest m that meets conditions, in the terminal and the report', async () => {
    await using own = await temporaryFolder();
    const args = '-s LIMITED -c async -al 4 --sweep auto --highest errors<=1% --time-scale 0.05'.split(' ');
    const { code, stdout } = await runInMemory(['bench', ...args, '--results', own.path]);
    expect(code).toBe(0);
    expect(stdout.match(/^ {2}m +\d+/gm)).toEqual(['  m    1', '  m    2', '  m    4']);
    const sentence = 'the highest m that meets errors<=1% is 4, the highest of the sweep';
    expect(stdout).toContain(`async on LIMITED: ${sentence}.\n`);
    const report = await runInMemory(['report', 'last', '--results', own.path, '--format', 'markdown']);
    expect(report.stdout).toMatch(/the highest m that meets errors.*is 4, the highest of the sweep/);
  });

  it('leaves no process behind when it is killed itself', async () => {
    const bench = startBench(LONG);
    const { cell, servers } = await processesOf(bench.pid);
    bench.kill('SIGKILL');
    expect(await bench.ended).toMatchObject({ exit: 'SIGKILL' });
    await expectGone(cell, servers);
  });

  it.each([
    ['an unknown server', ['-s', 'NOWHERE'], '"NOWHERE" is not a server'],
    ['an unknown strategy', ['-c', 'psychic'], '"psychic" is not a client'],
    ['more threads than there may be', ['-m', '5000', '-c', 'workers'], 'at most 128 for workers'],
    ['an empty sweep', ['--sweep', ','], 'the sweep is empty'],
    ['levels that do not ascend', ['--sweep', '4,2'], 'must be whole numbers from 1 that ascend'],
    ['a highest m without a sweep', ['--highest', 'errors<1%', '-m', '4'], 'the highest m is that of a sweep'],
    ['a highest m by what is no figure', ['--highest', 'fun<1', '--sweep', '1,2'], '"fun" is not a figure'],
    [
      'a highest m by what too few flags tell',
      ['--highest', 'p95<1s', '--sweep', '1,2'],
      'p95 needs 100 flags a cell, not 20',
    ],
    ['a timeout scaled to nothing', ['--time-scale', '0'], 'must be over 0'],
  ])('refuses %s before anything starts', async (_what, args, message) => {
    const { code, stdout, stderr } = await runBench(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
  });

  it('says before anything starts that it cannot write the JSON', async () => {
    await using folder = await temporaryFolder();
    const file = join(folder.path, 'file');
    await writeFile(file, '');
    const { code, stdout, stderr } = await runBench(['--json', join(file, 'bench.json')]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^error: .*bench\.json cannot be written: not a directory$/m);
  });
});

describe('a bench of the strategies that run unless others are named', () => {
  const codes = selectCodes({ all: true, limit: 30 });
  // A timeout far from every delay, so that nothing but a fate decides how an item ends.
  const world = { label: 'ERROR', profile: parseProfile(preset('ERROR').faults), seed: 7, timeScale: 0.01 };
  const foretell = (m: number) => planDownload({ ...world, codes, m, timeoutMs: 1200 });
  let cells: readonly MeasuredCell[];

  beforeAll(async () => {
    const args = '-s ERROR -al 30 -m 4 --seed 7 --time-scale 0.01 --timeout 2m --json -'.split(' ');
    const { stdout } = await runBench(args);
    cells = (JSON.parse(stdout) as { cells: MeasuredCell[] }).cells;
  }, 40_000);

  it('has a cell for each, with m requests in flight over m connections, as the server saw it', () => {
    expect(cells.map(({ strategy, m }) => [strategy, m])).toEqual([
      ['sequential', 1],
      ['workers', 4],
      ['async', 4],
      ['hybrid', 4],
    ]);
    for (const cell of cells) expect(cell).toMatchObject({ requests: 30, peakInFlight: cell.m, connections: cell.m });
  });

  it('shows each of them the same fates, those that the plan foretells', () => {
    const count = (wanted: string) => foretell(4).fates.filter(({ outcome }) => outcome === wanted).length;
    expect(count('httpError')).toBeGreaterThan(0);
    const none = { notFound: 0, timeout: 0, networkError: 0, cancelled: 0 };
    const foretold = { ok: count('ok'), httpError: count('httpError'), ...none };
    for (const { outcomes } of cells) expect(outcomes).toEqual(foretold);
  });

  it('never beats the ideal', () => {
    for (const { m, idealMs, scheduleMs, elapsedMs, efficiency } of cells) {
      expect(foretell(m)).toMatchObject({ idealMs, scheduleMs });
      expect(elapsedMs).toBeGreaterThanOrEqual(idealMs);
      expect(efficiency).toBeCloseTo(idealMs / elapsedMs);
    }
  });

  it('measures what a strategy costs, threads more than promises', () => {
    const [, workers, asynchronous] = cells;
    expect(asynchronous!.cpuSeconds).toBeGreaterThan(0);
    expect(workers!.cpuSeconds).toBeGreaterThan(asynchronous!.cpuSeconds);
    expect(asynchronous!.peakRssBytes).toBeGreaterThan(20 * 1024 ** 2);
    expect(workers!.peakRssBytes).toBeGreaterThan(asynchronous!.peakRssBytes + 8 * 1024 ** 2);
  });
});
