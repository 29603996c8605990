import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { parseRates } from '../../../../cli/commands/bench/bench-rates.ts';
import { runInMemory } from '../../../helpers/memory-context.ts';
import { FLAGLAB } from '../../../helpers/run-flaglab.ts';
import { temporaryFolder } from '../../../helpers/temporary-folder.ts';

/** It serves 50/s, and its queue takes six more at once. */
const SHOP = ['-s', 'SHOP', '--fault', 'SHOP:capacity=2,service=fixed:40ms,queue=4', '--time-scale', '1'];

// Benches of many cells, each of which starts processes, take their time on a crowded machine.

let results: Awaited<ReturnType<typeof temporaryFolder>>;

beforeAll(async () => {
  results = await temporaryFolder();
});

afterAll(() => results[Symbol.asyncDispose]());

describe('a bench whose rate rises', () => {
  it('finds about the rate that the server is known to serve, and says both', async () => {
    const args = [...SHOP, '--rate', '25/s..100/s', '--duration', '800ms', '--results', results.path];
    const { code, stdout, stderr } = await runInMemory(['bench', ...args]);
    expect(code).toBe(0);
    expect(stdout).toContain('25/s, 35/s, 50/s, 71/s, 100/s, until errors>1%, then up to 3 between; each for 800ms,');
    expect(stdout).toMatch(/^ *25\/s +2\d\.\d\/s .* took it$/m);
    expect(stdout).toMatch(/^ *71\/s +\d\d\.\d\/s .* condition met$/m);
    expect(stderr).toMatch(/^\[1\] SHOP open at 25\/s: /m);
    const [answer = '', takes] = /^SHOP (?:takes|took) (\d+)\/s.*$/m.exec(stdout) ?? [];
    expect(Number(takes)).toBeGreaterThanOrEqual(25);
    expect(Number(takes)).toBeLessThan(71);
    expect(answer).toContain('The server can serve 50/s at most: 2 slots, 40 ms each.');
    expect((await runInMemory(['report', 'last', '--results', results.path])).stdout).toContain(answer);
    expect((await runInMemory(['history', '--results', results.path])).stdout).toMatch(/ (\d)\/\1 /);
  });

  it('goes on with a climb that was interrupted', async () => {
    await using own = await temporaryFolder();
    const args = ['bench', ...SHOP, '--rate', '20/s,25/s,150/s', '--duration', '500ms', '--results', own.path];
    const bench = spawn(process.execPath, [FLAGLAB, ...args], { stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    const ended = Promise.all([once(bench, 'close'), text(bench.stdout)]);
    let stderr = '';
    bench.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      stderr += chunk;
    });
    await vi.waitFor(() => expect(stderr).toContain('[1] SHOP open at 20/s'), { timeout: 30_000 });
    process.kill(-bench.pid!, 'SIGINT');
    const [[code], stdout] = await ended;
    expect(code).toBe(130);
    expect(stdout).toContain('\nThe rate of requests to SHOP was to go on rising. It has taken 20/s so far.\n');
    expect(stderr).toMatch(/^warning: 1 cell was run, and the rate was to go on rising; go on with .* --resume /m);
    const again = await runInMemory(['bench', '--resume', '--results', own.path, '--json', '-']);
    expect(again.code).toBe(0);
    const { planned, warnings, rateCurves } = JSON.parse(again.stdout);
    // On a busy machine the rate that meets the condition is measured once more.
    const rates = planned.map(({ ratePerSecond }: { ratePerSecond: number }) => ratePerSecond);
    expect([...new Set(rates)]).toEqual([20, 25, 150]);
    expect(warnings.filter(({ kind }: { kind: string }) => kind === 'interrupted')).toEqual([]);
    expect(rateCurves).toMatchObject([
      { server: 'SHOP', takesPerSecond: 25, isOver: true, levels: [{}, {}, { fate: 'broke' }] },
    ]);
  });

  it.each([
    ['a lower rate above the higher', ['--rate', '200/s..10/s'], '"200/s..10/s" is not a range of rates'],
    ['rates that do not ascend', ['--rate', '20/s,10/s'], 'the rates 20/s,10/s must ascend'],
    ['a range of what is no rate', ['--rate', '10..20'], '"10" is not a rate'],
    ['conditions without a rate', ['--until', 'errors>1%'], '--until needs a --rate that rises'],
    ['conditions for one rate', ['--rate', '10/s', '--until', 'errors>1%'], 'not one of 10/s'],
    ['a condition that is met at once', ['--rate', '10/s..20/s', '--until', 'errors<1%'], 'such as errors>1%'],
    [
      'too few requests for a figure',
      ['--rate', '10/s..20/s', '--until', 'p95>1s', '--duration', '5s'],
      'p95 needs 100 flags a cell, not 50',
    ],
    [
      'a rate too low for its conditions',
      ['--rate', '1/s..20/s'],
      'needs 100 requests at each rate, and at 1/s they take 100s: begin at 2/s or more, or say how long with --duration',
    ],
    ['more requests than can be checked', ['--rate', '10/s..50000/s'], 'at most 50000 requests, not 150000'],
    ['an assertion', ['--rate', '10/s..20/s', '--assert', 'open.LOCAL.errors<1%'], '--assert is about one rate'],
    ['a highest m', ['--rate', '10/s..20/s', '--highest', 'errors<1%'], 'the highest m is that of a sweep'],
  ])('refuses %s before anything starts', async (_what, args, message) => {
    const { code, stdout, stderr } = await runInMemory(['bench', '-s', 'LOCAL', '--results', results.path, ...args]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
  });
});

it('reads one rate, several, and a range', () => {
  expect(parseRates('50/s')).toEqual({ perSecond: [50], isRange: false });
  expect(parseRates('0.5/s,10/s')).toEqual({ perSecond: [0.5, 10], isRange: false });
  expect(parseRates('10/s..40/s')).toEqual({ perSecond: [10, 14, 20, 28, 40], isRange: true });
});
