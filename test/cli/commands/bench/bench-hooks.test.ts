import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { isMeasured } from '../../../../bench/result/cell.ts';
import type { BenchResult } from '../../../../bench/result/result.ts';
import { run } from '../../../../cli/run.ts';
import { MemoryContext } from '../../../helpers/memory-context.ts';
import { runningProcesses } from '../../../helpers/processes.ts';
import { temporaryFolder } from '../../../helpers/temporary-folder.ts';

interface Bench {
  readonly context: MemoryContext;
  readonly ended: Promise<number>;
}

/** Starts a bench in this process that keeps its run in that folder and prints JSON. */
function startBench(results: string, ...args: readonly string[]): Bench {
  const context = new MemoryContext(['bench', '--results', results, '--json', '-', ...args]);
  return { context, ended: run(context) };
}

async function runBench(results: string, ...args: readonly string[]) {
  const { context, ended } = startBench(results, ...args);
  const code = await ended;
  const [stdout, stderr] = [context.stdout.text, context.stderr.text];
  return { code, stderr, stdout, result: (stdout === '' ? undefined : JSON.parse(stdout)) as BenchResult };
}

async function linesOf(file: string): Promise<string[]> {
  return (await readFile(file, 'utf8').catch(() => '')).trim().split('\n');
}

const TWO_CELLS = ['-s', 'LOCAL', '-c', 'sequential', '-c', 'async', 'BR', 'FR'];

describe('the hooks of a bench', () => {
  it('run before the first cell, before each, and after the last; neither their requests nor what they print count', async () => {
    await using folder = await temporaryFolder();
    const log = join(folder.path, 'log');
    const hooks = {
      setup: `echo printed; echo setup {seed} >> ${log}`,
      prepare: `echo printed; curl -s -o /dev/null {base_url}/jp/jp.gif && echo prepare {label} {limit} {m} >> ${log}`,
      cleanup: `echo printed; echo cleanup {seed} >> ${log}`,
    };
    const options = Object.entries(hooks).flatMap(([name, command]) => [`--${name}`, command]);
    const { code, result } = await runBench(folder.path, ...TWO_CELLS, '-m', '2', '--seed', '7', ...options);
    expect(code).toBe(0);
    expect(await linesOf(log)).toEqual(['setup 7', 'prepare LOCAL 2 1', 'prepare LOCAL 2 2', 'cleanup 7']);
    expect(result).toMatchObject({ ...hooks, cellTimeoutMs: 60_000 });
    const measured = result.cells.filter(isMeasured);
    expect(measured.map(({ outcomes, connections, withheld = '' }) => [outcomes.ok, connections, withheld])).toEqual([
      [2, 1, expect.not.stringContaining('asked for')],
      [2, 2, expect.not.stringContaining('asked for')],
    ]);
  });

  it('end the bench where --setup fails: one line says why, and --cleanup is run', async () => {
    await using folder = await temporaryFolder();
    const log = join(folder.path, 'log');
    const hooks = ['--setup', 'echo "no room" >&2; exit 3', '--cleanup', `echo cleaned >> ${log}; exit 4`];
    const { code, stdout, stderr } = await runBench(folder.path, ...TWO_CELLS, ...hooks, '--prepare', `echo >> ${log}`);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toBe(
      'error: --setup failed: the command exited with code 3: no room; and --cleanup failed: the command exited with code 4\n',
    );
    expect(await linesOf(log)).toEqual(['cleaned']);
  });

  it('make a cell fail whose --prepare fails, and warn where --cleanup does; the others go on', async () => {
    await using folder = await temporaryFolder();
    const prepare = 'test {m} != 1 || sleep 4724.1';
    const { code, stderr, result } = await runBench(
      folder.path,
      ...TWO_CELLS,
      ...['--prepare', prepare, '--cell-timeout', '0.5s', '--cleanup', 'echo first; echo last >&2; false'],
    );
    expect(code).toBe(1);
    expect(result.cells).toMatchObject([
      { error: '--prepare failed: the command was stopped: it took longer than 500ms' },
      { strategy: 'async', outcomes: { ok: 2 } },
    ]);
    expect(stderr).toMatch(/^warning: --cleanup failed: the command exited with code 1: last; .*by hand$/m);
    expect(runningProcesses().filter(({ command }) => command.includes('sleep 4724.1'))).toEqual([]);
  });

  it('are ended by Ctrl-C, after which --cleanup is run; --resume runs all of them again', async () => {
    await using folder = await temporaryFolder();
    const log = join(folder.path, 'log');
    // Hangs the first time.
    const setup = `echo setup >> ${log}; test $(wc -l < ${log}) != 1 || sleep 4725.1`;
    const { context, ended } = startBench(
      folder.path,
      ...TWO_CELLS,
      ...['--setup', setup, '--prepare', `echo prepare >> ${log}`, '--cleanup', `echo cleanup >> ${log}`],
    );
    const hanging = () => runningProcesses().filter(({ command }) => command === 'sleep 4725.1');
    await vi.waitFor(() => expect(hanging()).toHaveLength(1), { timeout: 15_000 });
    context.signals.emit('SIGINT');
    expect(await ended).toBe(130);
    expect(hanging()).toEqual([]);
    expect(await linesOf(log)).toEqual(['setup', 'cleanup']);
    expect(context.stderr.text).toContain('running --cleanup; Ctrl-C once more ends it\n');

    const { code, result } = await runBench(folder.path, '--resume');
    expect([code, result.cells.length]).toEqual([0, 2]);
    expect(await linesOf(log)).toEqual(['setup', 'cleanup', 'setup', 'prepare', 'prepare', 'cleanup']);
  });
});
