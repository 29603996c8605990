import { describe, expect, it } from 'vitest';
import { isMeasured, type MeasuredCell } from '../../../../bench/result/cell.ts';
import type { BenchResult } from '../../../../bench/result/result.ts';
import { parseResult } from '../../../../bench/store/parse-result.ts';
import { CODES, crawlSeed, FAILS } from '../../../helpers/bench/crawl-seed.ts';
import { runInMemory } from '../../../helpers/memory-context.ts';
import { temporaryFolder } from '../../../helpers/temporary-folder.ts';

// Benches of many cells, each of which starts processes, take their time on a crowded machine.

async function crawl(...args: readonly string[]): Promise<{ result: BenchResult; cells: MeasuredCell[] }> {
  await using results = await temporaryFolder();
  const ran = await runInMemory(['bench', '--crawl', '--results', results.path, ...args, '--json', '-']);
  if (ran.stdout === '') throw new Error(ran.stderr);
  const result = parseResult(ran.stdout, 'stdout');
  expect(result.cells.filter((cell) => 'error' in cell)).toEqual([]);
  return { result, cells: result.cells.filter(isMeasured) };
}

/** A server on which that address alone fails, and every request takes 100 ms. */
function failing(address: string): string[] {
  const faults = ['delay=1s', FAILS].flatMap((fault) => ['--fault', `BAD:${fault}`]);
  return ['-s', 'BAD', ...faults, '--seed', String(crawlSeed('BAD', address)), ...CODES];
}

describe('bench --crawl', () => {
  it('races those who can, over each address, and knows the ideal of chains', async () => {
    const slow = ['-s', 'SLOW', '--fault', 'SLOW:delay=3s'];
    const { result, cells } = await crawl(...slow, '-l', '8', '-m', '8');
    expect(result.crawl).toBe(true);
    expect(result.items).toBe(17);
    expect(cells.map(({ strategy }) => strategy)).toEqual(['sequential', 'async']);
    for (const cell of cells) {
      expect(cell.outcomes.ok).toBe(17);
      expect(cell.requests).toBe(17);
      expect(cell.withheld).toBeUndefined();
      expect(cell.contradicted).toBeUndefined();
      expect(cell.efficiency).toBeCloseTo(Math.min(1, cell.idealMs / cell.elapsedMs));
      expect(cell.timeParts).toBeUndefined();
    }
    // At time scale 0.1: all 17 one after another, and the longest chain of 3, which is more than 17 shared out among 8.
    expect(cells[0]!.idealMs).toBeCloseTo(17 * 300);
    expect(cells[1]!.idealMs).toBeCloseTo(3 * 300);
  });

  it('praises nobody where the list fails, for nothing is found', async () => {
    const { cells } = await crawl('-c', 'async', ...failing('/flags/'));
    expect(cells[0]).toMatchObject({ outcomes: { ok: 0, httpError: 1, networkError: 6 }, errorShare: 1 });
    expect(cells[0]!.withheld).toBe('none of 7 items ended ok');
    expect(cells[0]!.efficiency).toBeUndefined();
    expect(cells[0]!.goodputPerSecond).toBe(0);
  });

  it('counts a flag that is never found as an error, and leaves it out of the ideal', async () => {
    const { cells } = await crawl('-c', 'sequential', ...failing('/flags/br/metadata.json'));
    const { outcomes, reasons, requests, idealMs, withheld, errorShare } = cells[0]!;
    expect(outcomes).toMatchObject({ ok: 5, httpError: 1, networkError: 1 });
    expect(errorShare).toBeCloseTo(2 / 7);
    expect(reasons).toEqual({ 'status 418': 1, 'never found': 1 });
    expect(requests).toBe(6);
    expect(idealMs).toBeCloseTo(6 * 100);
    expect(withheld).toBeUndefined();
  });

  it('tells no efficiency where the server turned away what leads to flags', async () => {
    const { cells } = await crawl(...'-c async -s LIMITED --all -m 194 --time-scale 1'.split(' '));
    const { refused, withheld, efficiency } = cells[0]!;
    expect(refused).toBeGreaterThan(0);
    expect(withheld).toMatch(/^the server refused \d+ of 389$/);
    expect(efficiency).toBeUndefined();
  });

  it.each([
    [['-c', 'hybrid'], 'hybrid cannot crawl, for it must know its items beforehand: choose sequential or async'],
    [['-c', './mine.ts'], "--crawl is done by the lab's strategies, and not by mine: leave one of them out"],
    [['ZZ'], 'a crawl cannot find ZZ: give codes of countries that have a flag, or -a for all'],
    [['--repeat', '2'], "option '--crawl' cannot be used with option '--repeat <n>'"],
    [['--rate', '10/s'], "option '--crawl' cannot be used with option '--rate <n/s>'"],
    [['--url', 'http://localhost:1/{item}'], "option '--crawl' cannot be used with option '--url <url>'"],
  ])('refuses %j', async (options, message) => {
    const { code, stderr } = await runInMemory(['bench', '--crawl', ...options]);
    expect(stderr).toContain(message);
    expect(code).toBe(2);
  });
});
