import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MeasuredCell } from '../../../../bench/result/cell.ts';
import type { BenchResult } from '../../../../bench/result/result.ts';
import { runInMemory } from '../../../helpers/memory-context.ts';
import { temporaryFolder } from '../../../helpers/temporary-folder.ts';

let results: Awaited<ReturnType<typeof temporaryFolder>>;

beforeAll(async () => {
  results = await temporaryFolder();
});

afterAll(() => results[Symbol.asyncDispose]());

/** Runs a bench; its answer is the last line of stdout but the path of its report. */
async function bench(...args: readonly string[]) {
  const run = await runInMemory(['bench', '--results', results.path, ...args]);
  const json = await runInMemory(['report', 'last', '--results', results.path, '--format', 'json']);
  const { cells } = JSON.parse(json.stdout) as BenchResult;
  return { ...run, answer: run.stdout.trim().split('\n').at(-3), cells: cells as readonly MeasuredCell[] };
}

describe('a bench praises nobody', () => {
  it('who asks for some of the items', async () => {
    const half = 'half=head -5 {codes_file} | xargs -P 5 -I% curl -s -o /dev/null {base_url}/%/%.gif';
    const { cells, answer, stdout } = await bench('-s', 'DELAY', '-m', '5', '--command', half);
    expect(cells[0]).toMatchObject({ withheld: 'it never asked for 15 of 20 flags', outcomes: { ok: 5 } });
    expect(cells[0]!.efficiency).toBeUndefined();
    expect(answer).toBe('No speed is given for half on DELAY: it never asked for 15 of 20 flags.');
    expect(stdout).toMatch(/^DELAY +half +5 +5 +75 % .*\/s +– /m);
  });

  it('who asks for other items, and lets no assertion rest on it', async () => {
    const args = ['--assert', 'other.DELAY.efficiency > 0.1', '--time-scale', '0.05'];
    const other =
      'other=for c in zw zm za ye; do curl -s -o /dev/null {base_url}/$c/$c.gif & done; wait; xargs -P4 -I% curl -s -o /dev/null {base_url}/%/%.gif';
    const { code, stderr } = await bench('-s', 'DELAY', '-m', '8', '--command', other, ...args);
    expect(code).toBe(99);
    expect(stderr).toContain('efficiency is withheld: it asked for 4 flags that this cell does not have');
  });

  it('who has more in flight than it was given', async () => {
    const greedy = 'greedy=xargs -P20 -I% curl -s -o /dev/null {base_url}/%/%.gif';
    const { cells, stderr } = await bench('-s', 'DELAY', '-m', '5', '--command', greedy, '--time-scale', '0.2');
    expect(cells[0]!.withheld).toMatch(/^it had more than m = 5 requests in flight for [\d.]+m?s$/);
    expect(cells[0]!.contradicted).toEqual({ client: 20, server: 20, plan: 20 });
    expect(stderr).toMatch(
      /^warning: DELAY greedy at m = 5 had more than m = 5 .*; let the client keep to the given m/m,
    );
  });

  it('who is refused, and says so first', async () => {
    const { cells, stdout } = await bench(...'-s LIMITED -c async --all --sweep 8,194 --time-scale 1'.split(' '));
    const { refused, withheld } = cells.find(({ m }) => m === 194)!;
    expect(refused).toBeGreaterThan(100);
    expect(withheld).toBe(`the server refused ${refused} of 194`);
    expect(stdout.trim().split('\n').slice(-5, -2)).toEqual([
      'async on LIMITED: from m = 194 on the server refused requests; without these levels, m = 8 is enough, because the server serves 8 at once (by the measured times alone: 1 to 8).',
      '',
      `At m = 194 the server refused ${refused} of 194; the most that worked without errors: m = 8.`,
    ]);
    expect(stdout).not.toMatch(/m +194 .*enough/);
  });

  it('who times out before anything can come', async () => {
    const { cells } = await bench(...'-s LIMITED -c async --all -m 64 --timeout 250ms'.split(' '));
    expect(cells[0]!.efficiency).toBeUndefined();
    expect(cells[0]!.withheld).toMatch(/^(it gave up on \d+ of 194 flags|the server refused \d+ of 194)/);
  });
});

describe('a client that takes errors for flags', () => {
  it('is contradicted by the records, which count in its place', async () => {
    const { cells, answer, stderr } = await bench('-s', 'ERROR', '-c', 'examples/forgets-ok.ts');
    const [cell] = cells;
    const { client, server, plan = Number.NaN } = cell!.contradicted!;
    expect([client, server]).toEqual([20, plan]);
    expect(cell!.outcomes).toMatchObject({ ok: plan, httpError: 20 - plan });
    expect(stderr).toContain(`counted ${20 - plan} flags as downloaded`);
    expect(stderr).toContain('status 418');
    expect(answer).toBe(
      `forgets-ok says that it got 20 of 20 flags from ERROR, but the server sent ${plan}. A client that does not check response.ok counts errors as flags.`,
    );
  });
});

it('repetitions stand in the order asked for, as medians with their range', async () => {
  const { stdout, answer } = await bench(
    ...'-s LOCAL -s DELAY -c sequential -c async --repetitions 2 --time-scale 0.05'.split(' '),
  );
  const rows = stdout.split('\n').filter((line) => /^(LOCAL|DELAY) /.test(line));
  expect(rows.map((row) => row.split(/ +/).slice(0, 2).join(' '))).toEqual([
    'LOCAL sequential',
    'LOCAL async',
    'DELAY sequential',
    'DELAY async',
  ]);
  for (const row of rows) expect(row).toMatch(/ \d+\.\d{3} s +\d+\.\d{3}–\d+\.\d{3} /);
  expect(answer).toMatch(
    /^With 20 requests in flight async finished DELAY \d+\.\d times sooner than sequential, at \d+ %/,
  );
});
