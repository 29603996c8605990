import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FailedCell, isMeasured, type MeasuredCell } from '../../../../bench/result/cell.ts';
import type { ItemRecord } from '../../../../bench/result/item-record.ts';
import type { BenchResult } from '../../../../bench/result/result.ts';
import { loadRun } from '../../../../bench/store/load-run.ts';
import { parseResult } from '../../../../bench/store/parse-result.ts';
import { arrivalTimes } from '../../../../clients/schedule/arrival-schedule.ts';
import { codeBlocks, words } from '../../../helpers/documents/markdown.ts';
import { runInMemory } from '../../../helpers/memory-context.ts';
import { runningProcesses } from '../../../helpers/processes.ts';
import { FLAGLAB, type Ran, runFlaglab } from '../../../helpers/run-flaglab.ts';
import { ROOT } from '../../../helpers/source-tree.ts';
import { temporaryFolder } from '../../../helpers/temporary-folder.ts';

const CURL = 'curl=xargs -P {m} -I CC curl -s -o /dev/null {base_url}/CC/CC.gif';
const QUICK = '--time-scale 0.02 --timeout 5m';

/** Long enough for a busy machine; what is left running is left for ever. */
const SOON = { timeout: 20_000, interval: 50 };

// Benches of many cells, each of which starts processes, take their time on a crowded machine.

let results: Awaited<ReturnType<typeof temporaryFolder>>;

beforeAll(async () => {
  results = await temporaryFolder();
});

afterAll(() => results[Symbol.asyncDispose]());

/** Runs a bench with options such as `-s DELAY`, and others that hold spaces. */
async function runBench(options: string, ...others: string[]): Promise<Ran & { result: BenchResult }> {
  const ran = await runInMemory(['bench', '--results', results.path, ...words(options), ...others, '--json', '-']);
  if (ran.stdout === '') throw new Error(ran.stderr);
  return { ...ran, result: parseResult(ran.stdout, 'stdout') };
}

function measured({ cells }: BenchResult): MeasuredCell[] {
  expect(cells.filter((cell) => 'error' in cell)).toEqual([]);
  return cells.filter(isMeasured);
}

/** What became of the cells that failed, by the name of their client. */
function errors({ cells }: BenchResult): Record<string, string> {
  const failed = cells.filter((cell): cell is FailedCell => !isMeasured(cell));
  return Object.fromEntries(failed.map(({ strategy, error }) => [strategy, error]));
}

async function recordsOf({ id }: BenchResult): Promise<readonly ItemRecord[]> {
  return (await loadRun(results.path, id)).records;
}

/** The folders that commands were given, among what else is in that for temporary ones. */
function temporaryFoldersIn(path: string): string[] {
  return readdirSync(path).filter((name) => name.startsWith('flaglab-'));
}

function isCaretaker(command: string, folder: string): boolean {
  return command.startsWith('sh -c') && command.includes(`flaglab-caretaker`) && command.includes(folder);
}

function running(pids: readonly number[]): number[] {
  return runningProcesses()
    .map(({ pid }) => pid)
    .filter((pid) => pids.includes(pid));
}

describe('a bench of a command', () => {
  it('has it as a row beside the strategies, with what the server saw of it', async () => {
    const { code, result } = await runBench(`-s ERROR -c async -al 20 -m 4 ${QUICK}`, '--command', CURL);
    expect(code).toBe(0);
    const [asynchronous, curl] = measured(result);
    expect(curl).toMatchObject({ server: 'ERROR', strategy: 'curl', m: 4, items: 20, requests: 20 });
    // The same fates for both.
    expect(curl!.outcomes).toEqual(asynchronous!.outcomes);
    expect(curl!.outcomes.httpError).toBeGreaterThan(0);
    expect(curl!.idealMs).toBe(asynchronous!.idealMs);
    expect(curl!.elapsedMs).toBeGreaterThanOrEqual(curl!.idealMs);
    expect(curl!.efficiency).toBeCloseTo(curl!.idealMs / curl!.elapsedMs);
    // A process and a connection for each flag, four at a time.
    expect(curl).toMatchObject({ connections: 20 });
    expect(curl!.peakInFlight).toBeLessThanOrEqual(4);
    expect(curl!.cpuSeconds).toBeGreaterThan(0);
    expect(curl!.peakRssBytes).toBeGreaterThan(1024 ** 2);
    const records = (await recordsOf(result)).filter(({ cell }) => cell === 1);
    expect(records).toHaveLength(20);
    expect(Math.min(...records.map(({ startedMs }) => startedMs))).toBe(0);
    expect(result.clients).toEqual([{ kind: 'command', name: 'curl', template: CURL.slice('curl='.length) }]);
  });

  it('goes on with the others when one never asks, fails, hangs, or asks for something else', async () => {
    const commands = {
      silent: 'silent=true',
      failing: 'failing=echo "no flags today" >&2; exit 1',
      hanging: 'hanging=(sleep 4721.1 & sleep 4721.1); true',
      elsewhere: 'elsewhere=curl -s -o /dev/null {base_url}/zw/zw.gif',
      curl: CURL,
    };
    const options = Object.values(commands).flatMap((command) => ['--command', command]);
    const { code, result, stderr } = await runBench(`-s LOCAL -c async -l 5 ${QUICK} --cell-timeout 1.5s`, ...options);
    expect(code).toBe(1);
    expect(errors(result)).toEqual({
      silent: expect.stringMatching(
        /^the command ended without a single request to http:\S+\/flags: give it \{base_url\}$/,
      ),
      failing: 'the command exited with code 1: no flags today',
      hanging: 'the command was stopped: it took longer than 1.5s',
      elsewhere:
        'the command sent 1 request, but none for the flags it was to ask for: its stdin names them, and so does {codes_file}',
    });
    const done = result.cells.filter(isMeasured).map(({ strategy, outcomes }) => [strategy, outcomes.ok]);
    expect(done).toEqual([
      ['async', 5],
      ['curl', 5],
    ]);
    expect(stderr).toContain('error: LOCAL failing at m = 5: the command exited with code 1: no flags today\n');
    expect(runningProcesses().filter(({ command }) => command.includes('sleep 4721.1'))).toEqual([]);
  });

  it('counts what it has not asked for as errors, and tells it the world it is in', async () => {
    await using folder = await temporaryFolder();
    const file = join(folder.path, 'told');
    const command = `half=echo {label} {limit} {m} {seed} > ${file}; head -2 {codes_file} | xargs -I{} curl -s -o /dev/null {base_url}/{}/{}.gif`;
    const { result } = await runBench('-s LOCAL -m 3 --seed 7 BR CN DE FR', '--command', command);
    const [half] = measured(result);
    expect(half!.outcomes).toMatchObject({ ok: 2, networkError: 2 });
    expect(await readFile(file, 'utf8')).toBe('LOCAL 4 3 7\n');
  });

  it.each(['SIGKILL', 'SIGTERM', 'SIGHUP', 'SIGINT'] as const)(
    'ends with the bench by %s, what it has started in other sessions included, and its temporary folder with it',
    async (signal) => {
      await using folder = await temporaryFolder();
      // The parent of the second has ended already.
      const script = `echo $$ >> ${folder.path}/pids; setsid sh -c 'sleep 600 & echo $! >> ${folder.path}/pids'; sleep 600; true`;
      const args = ['bench', '--results', results.path, '-s', 'LOCAL', '--command', script];
      const env = { ...process.env, TMPDIR: folder.path };
      const bench = spawn(process.execPath, [FLAGLAB, ...args], { env, stdio: 'ignore' });
      const file = join(folder.path, 'pids');
      const pids = async () => (await readFile(file, 'utf8').catch(() => '')).split('\n').filter(Boolean).map(Number);
      const left = () => temporaryFoldersIn(folder.path);
      await expect.poll(pids, SOON).toHaveLength(2);
      expect(left()).toHaveLength(1);
      const caretaker = runningProcesses().find(({ command }) => isCaretaker(command, folder.path))!;
      const started = [...(await pids()), caretaker.pid];
      expect(running(started)).toHaveLength(3);
      bench.kill(signal);
      await once(bench, 'exit');
      await expect.poll(() => running(started), SOON).toEqual([]);
      expect(left()).toEqual([]);
    },
  );

  it('leaves no caretaker and no folder behind when the bench is done', async () => {
    await using folder = await temporaryFolder();
    const args = ['-s', 'LOCAL', 'BR', '--command', 'curl -s -o /dev/null {base_url}/br/br.gif'];
    const { code } = await runFlaglab(['bench', '--results', results.path, ...args], {
      env: { ...process.env, TMPDIR: folder.path },
    });
    expect(code).toBe(0);
    expect(temporaryFoldersIn(folder.path)).toEqual([]);
    const caretakers = () => runningProcesses().filter(({ command }) => isCaretaker(command, folder.path));
    await expect.poll(caretakers, SOON).toEqual([]);
  });
});

describe('a bench of a module', () => {
  it('has it as a row that is called as its file, at every level of m', async () => {
    const { code, result } = await runBench(`-s DELAY -c ./examples/mine.ts --sweep 1,2 -al 4 ${QUICK}`);
    expect(code).toBe(0);
    expect(
      measured(result).map(({ strategy, m, peakInFlight, outcomes }) => [strategy, m, peakInFlight, outcomes.ok]),
    ).toEqual([
      ['mine', 1, 1, 4],
      ['mine', 2, 2, 4],
    ]);
    expect(result.clients).toEqual([{ kind: 'module', name: 'mine', file: join(ROOT, 'examples/mine.ts') }]);
  });

  it('says what is wrong with it, and goes on', async () => {
    await using folder = await temporaryFolder();
    const [lazy, endless] = [join(folder.path, 'lazy.mjs'), join(folder.path, 'endless.mjs')];
    await writeFile(lazy, 'export default async function* () {}');
    await writeFile(
      endless,
      'export default async function* () { await new Promise(() => setInterval(() => {}, 1000)); }',
    );
    const { code, result } = await runBench(
      `-s LOCAL -c async -l 5 ${QUICK} --cell-timeout 5s`,
      '-c',
      lazy,
      '-c',
      endless,
    );
    expect(code).toBe(1);
    expect(errors(result)).toEqual({
      lazy: expect.stringMatching(
        /^lazy\.mjs yielded no outcome: each of 5 codes gets one; this was its first try, with 5 items /,
      ),
      endless: 'the client was stopped: it took longer than 5s',
    });
    expect(result.cells.find(isMeasured)).toMatchObject({ strategy: 'async', outcomes: { ok: 5 } });
  });
});

describe('a bench of requests on schedule', () => {
  it('asks for the flags in turn, each time for the next attempt', async () => {
    const { code, result } = await runBench('-s ERROR --rate 100/s --duration 0.5s BR FR --time-scale 0.02');
    expect(code).toBe(0);
    const [open] = measured(result);
    expect(open).toMatchObject({ server: 'ERROR', strategy: 'open', m: 50, items: 50, requests: 50 });
    expect(open!.efficiency).toBeUndefined();
    expect(open!.lateStarts).toBeLessThanOrEqual(50);
    // Fates of one code that all were alike would be those of its first attempt.
    expect(open!.outcomes.ok).toBeGreaterThan(0);
    expect(open!.outcomes.httpError).toBeGreaterThan(0);
    const records = await recordsOf(result);
    expect(records.map(({ scheduledMs }) => scheduledMs!).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 50 }, (_, i) => i * 10),
    );
    expect(new Set(records.map(({ code, injectedMs }) => `${code} ${injectedMs}`)).size).toBe(50);
    for (const { startedMs, scheduledMs } of records) expect(startedMs).toBeGreaterThanOrEqual(scheduledMs!);
  });

  it('comes at random where it is told to, by the seed', async () => {
    const schedule = { ratePerSecond: 50, durationMs: 400, arrivals: 'poisson', seed: 7 } as const;
    const { result } = await runBench('-s LOCAL --rate 50/s --duration 400ms --arrivals poisson --seed 7');
    const scheduled = (await recordsOf(result)).map(({ scheduledMs }) => scheduledMs!).sort((a, b) => a - b);
    expect(scheduled).toEqual(arrivalTimes(schedule).map((ms) => Math.round(ms * 1000) / 1000));
  });
});

describe('a bench refuses, before anything starts,', () => {
  it.each([
    [
      'a placeholder that there is not',
      ['--command', 'curl {url}'],
      'a command cannot have the placeholder {url}: there are {label} {base_url}',
    ],
    ['a command that is none', ['--command', 'name='], 'holds no command'],
    ['two commands of one name', ['--command', 'curl a', '--command', 'curl b'], 'another client called "curl"'],
    ['a module that is not there', ['-c', './nowhere.ts'], 'there is no file'],
    [
      'a script that is not there',
      ['-c', './nowhere.py'],
      'there is no file ./nowhere.py: give the path of your client',
    ],
    ['a module that is no client', ['-c', './lib/at.ts'], 'has neither a default export nor one called download'],
    ['a rate that is none', ['--rate', 'fast'], '"fast" is not a rate'],
    [
      'a rate beside a strategy',
      ['--rate', '5/s', '-c', 'async'],
      "'--rate <n/s>' cannot be used with option '-c, --client <name>'",
    ],
    ['a rate beside a sweep', ['--rate', '5/s', '--sweep', '1,2'], 'cannot be used with option'],
    ['a duration without a rate', ['--duration', '5s'], '--duration needs a --rate'],
    ['arrivals without a rate', ['--arrivals', 'poisson'], '--arrivals needs a --rate'],
    ['a schedule without an end', ['--rate', '1000/s', '--duration', '1h'], 'at most 50000 requests, not 3600000'],
    [
      'a schedule without a request',
      ['--rate', '0.1/s', '--duration', '1ms', '--arrivals', 'poisson'],
      'holds no request',
    ],
    ['no time for a cell', ['--cell-timeout', '0'], 'it must be longer than 0'],
  ])('%s', async (_what, args, message) => {
    const { code, stdout, stderr } = await runInMemory(['bench', '--results', results.path, ...args]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
  });
});

describe('a temporary folder that cannot be written', () => {
  it.each([
    ['/dev/null', 'not a directory'],
    // Whoever makes a folder above the other there until one can be made never ends.
    ['/proc', 'no such file or directory'],
  ])('is named before the first cell: %s', async (folder, why) => {
    const env = { ...process.env, TMPDIR: folder, NODE_COMPILE_CACHE: undefined };
    const args = ['bench', '-s', 'LOCAL', '--command', 'true', '--results', results.path];
    expect(await runFlaglab(args, { env })).toEqual({
      code: 1,
      stdout: '',
      stderr: `error: the temporary folder ${folder} cannot be written (${why}): set TMPDIR to a folder that can\n`,
    });
  });
});

describe('the guide', () => {
  const section = /^## Your own client\n([\s\S]*?)^## /m.exec(readFileSync(join(ROOT, 'docs/guide.md'), 'utf8'))![1]!;
  const commands = codeBlocks(section)
    .filter(({ language }) => language === 'sh')
    .flatMap(({ code }) => code.replaceAll('\\\n', ' ').trim().split('\n'));

  it('shows a module, curl and Python', () => {
    for (const client of ['examples/mine.ts', 'curl', 'examples/flags_asyncio.py']) {
      expect(commands.filter((command) => command.includes(client))).not.toEqual([]);
    }
  });

  it.each(commands)('shows a bench in which every flag is downloaded: %s', async (command) => {
    const [npx, flaglab, bench, ...args] = words(command);
    expect([npx, flaglab, bench]).toEqual(['npx', 'flaglab', 'bench']);
    const { code, result } = await runBench('', ...args);
    expect(code).toBe(0);
    for (const { items, outcomes } of measured(result)) expect(outcomes.ok).toBe(items);
  });
});
