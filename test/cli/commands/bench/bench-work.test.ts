import { readFile, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isMeasured, type MeasuredCell } from '../../../../bench/result/cell.ts';
import type { BenchResult } from '../../../../bench/result/result.ts';
import { TOO_SHORT } from '../../../../bench/result/too-short.ts';
import { QUICKER, UNSTEADY } from '../../../../bench/result/withheld.ts';
import { parseResult } from '../../../../bench/store/parse-result.ts';
import { runInMemory } from '../../../helpers/memory-context.ts';
import { type Ran, runFlaglab } from '../../../helpers/run-flaglab.ts';
import { temporaryFolder } from '../../../helpers/temporary-folder.ts';

// Benches of many cells, each of which starts processes, take their time on a crowded machine.

const CODES = ['BR', 'CN', 'EG', 'FR', 'IN', 'JP', 'NG', 'US'];

/** Long enough for a crowded machine, whatever is computed beforehand. */
const PATIENT = ['--timeout', '5m'];

async function runBench(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ran & { result: BenchResult }> {
  await using results = await temporaryFolder();
  const all = ['bench', '--results', results.path, ...CODES, ...PATIENT, ...args, '--json', '-'];
  const ran = await runFlaglab(all, { env: { ...process.env, ...env } });
  if (ran.stdout === '') throw new Error(ran.stderr);
  return { ...ran, result: parseResult(ran.stdout, 'stdout') };
}

function measured({ cells }: BenchResult): MeasuredCell[] {
  expect(cells.filter((cell) => 'error' in cell)).toEqual([]);
  return cells.filter(isMeasured);
}

/** What all items together take that have the cell's CPU work, by the quicker of two calibrations, on so many cores. */
function cpuMs({ cpu }: BenchResult, { outcomes, cpuWorkMs = 0 }: MeasuredCell, cores: number): number {
  return (outcomes.ok * Math.min(cpu!.ms, cpuWorkMs)) / cores;
}

describe('a bench with --cpu', () => {
  it.each([
    ['loop', { async: 1, hybrid: availableParallelism() }],
    ['pool', { async: availableParallelism() }],
    ['process', { async: availableParallelism() }],
  ] as const)('on the %s has ideals that count on the cores which compute', async (on, cores) => {
    const clients = Object.keys(cores).flatMap((name) => ['-c', name]);
    const args = ['-s', 'LOCAL', ...clients, '-m', '8', '--cpu', '60ms', '--cpu-on', on];
    const { code, stderr, result } = await runBench(args);
    expect(code).toBe(0);
    expect(result.cpu).toEqual({ ms: 60, on, rounds: expect.any(Number) });
    for (const cell of measured(result)) {
      const { strategy, outcomes, idealMs, elapsedMs, withheld, efficiency } = cell;
      expect(outcomes.ok).toBe(CODES.length);
      expect(idealMs).toBeCloseTo(cpuMs(result, cell, cores[strategy as keyof typeof cores]), 6);
      // It is told unless the machine forbids it, and then it is said why.
      if (withheld === undefined) expect(efficiency).toBeCloseTo(Math.min(1, idealMs / elapsedMs));
      else expect([UNSTEADY, QUICKER, TOO_SHORT]).toContain(withheld);
      expect(cell.timeParts).toBeUndefined();
      expect(cell.heldBy).toBeDefined();
    }
    const held = /^warning: LOCAL (\w+) at m = 8: hashRounds \(hash-rounds\.\w+:\d+\) held the event loop/m.exec(
      stderr,
    );
    expect(held?.[1]).toBe(on === 'loop' ? 'async' : undefined);
  });

  it('shrinks with no time scale, and says so', async () => {
    const { result } = await runBench(['-s', 'DELAY', '-c', 'sequential', '--cpu', '60ms', '--time-scale', '0.01']);
    const [cell] = measured(result);
    // The longest delay is 50 ms now. Sums differ in their last digit.
    expect(cell!.idealMs).toBeGreaterThan(cpuMs(result, cell!, 1) - 0.001);
    await using results = await temporaryFolder();
    const args = ['bench', '--results', results.path, '-s', 'LOCAL', '-c', 'async', 'BR', '--cpu', '1ms'];
    const { stdout } = await runInMemory(args);
    expect(stdout).toContain(
      ', 1ms of CPU for each, on the event loop that asked (the time scale does not shrink it).\n',
    );
    expect(stdout).toMatch(/^server .* ideal .* event loop delay /m);
  });
});

describe('a bench of a module', () => {
  it('names the function that held its event loop, and where it is', async () => {
    await using folder = await temporaryFolder();
    const file = join(folder.path, 'busy.ts');
    await writeFile(
      file,
      `export async function* download(codes: string[], { baseUrl }: { baseUrl: string }) {
  for (const code of codes) {
    const startedMs = performance.now();
    const response = await fetch(\`\${baseUrl}/\${code.toLowerCase()}/\${code.toLowerCase()}.gif\`);
    resize(await response.arrayBuffer());
    yield { code, kind: 'ok', startedMs, endedMs: performance.now() };
  }
}

function resize(image: ArrayBuffer) {
  const endMs = performance.now() + 150;
  while (performance.now() < endMs) new Uint8Array(image).reverse();
}
`,
    );
    const { stderr, result } = await runBench(['-s', 'LOCAL', '-c', file]);
    const [cell] = measured(result);
    const resize = cell!.heldBy!.find((holder) => holder.function === 'resize');
    expect(resize).toMatchObject({ file, line: 10 });
    expect(resize!.longestMs).toBeGreaterThanOrEqual(100);
    expect(stderr).toMatch(/: resize \(busy\.ts:10\) held the event loop /);
    expect(result.warnings).toContainEqual(
      expect.objectContaining({
        kind: 'held-loop',
        hint: 'let a thread or a process compute, or compute in smaller pieces: meanwhile all requests in flight wait',
      }),
    );
  });

  it('is told where, how often and how to save', async () => {
    await using folder = await temporaryFolder();
    const [file, told] = [join(folder.path, 'saver.ts'), join(folder.path, 'told.json')];
    await writeFile(
      file,
      `import { writeFileSync } from 'node:fs';
export async function* download(codes: string[], options: { baseUrl: string; run: string }) {
  if (options.run !== 'warm-up') writeFileSync(${JSON.stringify(told)}, JSON.stringify(options));
  for (const code of codes) {
    const startedMs = performance.now();
    await (await fetch(\`\${options.baseUrl}/\${code.toLowerCase()}/\${code.toLowerCase()}.gif\`)).arrayBuffer();
    yield { code, kind: 'ok', startedMs, endedMs: performance.now() };
  }
}
`,
    );
    const args = ['-s', 'LOCAL', '-c', file, '--save-bytes', 'x10', '--save-with', 'sync'];
    const { result } = await runBench(args, { TMPDIR: folder.path });
    measured(result);
    const { outDir, saveTimes, saveWith } = JSON.parse(await readFile(told, 'utf8'));
    expect({ saveTimes, saveWith }).toEqual({ saveTimes: 10, saveWith: 'sync' });
    expect(outDir).toContain(folder.path);
    // It is gone with the cell.
    await expect(readFile(outDir)).rejects.toThrow('ENOENT');
  });
});

describe('a bench that saves', () => {
  it('keeps how in the run, and needs a temporary folder', async () => {
    const saved = await runBench(['-s', 'LOCAL', '-c', 'async', '--save-bytes', 'x3']);
    expect(saved.result.save).toEqual({ times: 3, with: 'async' });
    expect(measured(saved.result)[0]!.outcomes.ok).toBe(CODES.length);
    const { code, result } = await runBench(['-s', 'LOCAL', '-c', 'async', '--save-bytes', 'x3'], {
      TMPDIR: '/nowhere',
    });
    expect(code).toBe(1);
    expect(result.cells[0]).toMatchObject({
      error: expect.stringMatching(/^the temporary folder \/nowhere cannot be written /),
    });
  });
});

describe('work that nobody would do', () => {
  it.each([
    [
      ['-c', './mine.ts', '--cpu', '1ms'],
      "--cpu is computed by the lab's strategies, and not by mine: leave one of them out",
    ],
    [
      ['--command', 'curl=curl {base_url}', '--save-with', 'sync'],
      '--save-with is told to strategies and modules, and not to curl: leave one of them out',
    ],
    [
      ['--url', 'http://localhost:1/{item}', '--items', 'a,b', '--save-bytes', 'x2'],
      '--save-bytes is for flags: what a service answers is not saved',
    ],
    [['--rate', '5/s', '--cpu', '1ms'], "option '--rate <n/s>' cannot be used with option '--cpu <duration>'"],
  ])('%j is refused', async (args, message) => {
    const { code, stderr } = await runInMemory(['bench', ...args]);
    expect(stderr).toContain(message);
    expect(code).toBe(2);
  });
});
