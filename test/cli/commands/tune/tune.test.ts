import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { resultSchema } from '../../../../bench/result/result.ts';
import { run } from '../../../../cli/run.ts';
import { MemoryContext, runInMemory } from '../../../helpers/memory-context.ts';
import { temporaryFolder } from '../../../helpers/temporary-folder.ts';

let results: Awaited<ReturnType<typeof temporaryFolder>>;

beforeAll(async () => {
  results = await temporaryFolder();
});

afterAll(() => results[Symbol.asyncDispose]());

function runTune(options: string) {
  return runInMemory(['tune', '--results', results.path, ...options.split(' ')]);
}

describe('tune', () => {
  it('gives requests a time scale at which they take 100 ms, prints each measurement as it is made, and ends with the best m and why', async () => {
    const { code, stdout } = await runTune('-s LIMITED -c async --budget 5 --limit 40');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^LIMITED async; seed 42, time scale 1, timeout 10 s$/m);
    expect(stdout.match(/^m +\d+ +[\d.]+\/s.*% of the ideal/gm)).toHaveLength(5);
    expect(stdout.split('\n\n').at(-2)).toMatch(/^Best m for async on LIMITED: \d+/);
    expect(stdout.split('\n\n').at(-1)).toMatch(/^Report: .*report\.html\n$/);
  });

  it('prints JSON alone with --json, and keeps its run like any other, with a report', async () => {
    const { stdout } = await runTune('-s LIMITED --budget 3 --limit 20 --time-scale 0.1 --json');
    const { best, curve, run } = JSON.parse(stdout);
    expect(best).toMatchObject({ m: expect.any(Number), goodput: expect.any(Number), low: expect.any(Number) });
    expect(curve[0]).toMatchObject({ m: 1, allowed: true });
    const folder = join(results.path, run);
    const summary = resultSchema.parse(JSON.parse(await readFile(join(folder, 'summary.json'), 'utf8')));
    expect(summary.cells.map(({ m }) => m)).toEqual([1, 2, 4]);
    expect(summary.curves).toHaveLength(1);
    expect(await readFile(join(folder, 'report.html'), 'utf8')).toContain('LIMITED');
    const history = await runInMemory(['history', '--results', results.path]);
    const reported = await runInMemory(['report', 'last', '--results', results.path]);
    for (const told of [history.stdout, reported.stdout.split('\n')[0]]) expect(told).toContain(best.sentence);
    expect(history.stdout).toMatch(new RegExp(`^${run} +3/3 .*npx flaglab tune`, 'm'));
  });

  it('says on a terminal what it measures, and at Ctrl-C that nothing is concluded', async () => {
    const args = '-s LIMITED -l 20 --time-scale 1 --results'.split(' ');
    const context = new MemoryContext(['tune', ...args, results.path], { columns: 80, env: { NO_COLOR: '1' } });
    const ended = run(context);
    await vi.waitFor(() => expect(context.stderr.text).toContain('\rMeasuring m = 2 …\u001b[K'), { timeout: 20_000 });
    context.signals.emit('SIGINT');
    expect(await ended).toBe(130);
    const cleared = '\r\u001b[K';
    expect(context.stderr.text).toBe(
      `\rMeasuring m = 1 …\u001b[K${cleared}\rMeasuring m = 2 …\u001b[K${cleared}` +
        'Interrupted before there was an answer: nothing is concluded.\n',
    );
    expect(context.stdout.text).not.toContain('Best m');
  });

  it('says at Ctrl-C in a pipe, too, that nothing is concluded, and of its measurements nothing there', async () => {
    const context = new MemoryContext('tune -s LIMITED -l 20 --time-scale 1 --results'.split(' ').concat(results.path));
    const ended = run(context);
    await vi.waitFor(() => expect(context.stdout.text).toMatch(/^m +1 /m), { timeout: 20_000 });
    context.signals.emit('SIGINT');
    expect(await ended).toBe(130);
    expect(context.stderr.text).toBe('Interrupted before there was an answer: nothing is concluded.\n');
  });

  it('says with --explain what general ways find, before its answer', async () => {
    const { stdout } = await runTune('-s LOCAL --budget 3 --limit 20 --explain');
    expect(stdout).toMatch(/Universal Scalability Law: no fit: .*[\s\S]*\n\nBest m for async on LOCAL/);
  });

  it('says that no level meets a goal, and why, and names no best m then', async () => {
    const { code, stdout } = await runTune('-s DELAY --goal p95<1ms --time-scale 0.01 --timeout 60s');
    expect(code).toBe(1);
    expect(stdout).toMatch(/^m +1 .* no: p95 is [\d.]+ ms$/m);
    expect(stdout.split('\n\n').at(-2)!.replaceAll('\n', ' ')).toMatch(
      /^No m of async on DELAY that was tried meets p95<1ms: at m = 1 p95 is [\d.]+ ms, at m = 2 p95 is [\d.]+ ms\.$/,
    );
  });

  it.each([
    ['an unknown server', ['-s', 'NOWHERE'], '"NOWHERE" is not a server'],
    ['a strategy that has nothing to tune', ['-s', 'LOCAL', '-c', 'sequential'], 'nothing to tune'],
    ['an unknown goal', ['-s', 'LOCAL', '--goal', 'speed'], '"speed" is not a goal'],
    [
      'a figure of more flags than -l allows',
      ['-s', 'DELAY', '--goal', 'p95<1ms', '-l', '60'],
      'p95 needs 100 flags a cell, not 60',
    ],
    [
      'a figure of more flags than there are',
      ['-s', 'DELAY', '--goal', 'p99<1s'],
      'p99 needs 500 flags a cell, not 194',
    ],
    ['no server', [], 'say what to tune for'],
  ])('refuses %s', async (_what, args, message) => {
    const { code, stdout, stderr } = await runInMemory(['tune', ...args]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
  });
});
