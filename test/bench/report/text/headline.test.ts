import { describe, expect, it } from 'vitest';
import { headline } from '../../../../bench/report/text/headline.ts';
import type { CellResult, MeasuredCell } from '../../../../bench/result/cell.ts';
import { TOO_SHORT } from '../../../../bench/result/too-short.ts';
import { benchResult, failedCell, measuredCell } from '../../../helpers/bench/bench-result.ts';

function headlineOf(...cells: CellResult[]): string | undefined {
  return headline(benchResult(cells));
}

const SERVICE = { origin: 'http://localhost:3000', path: '/{item}', method: 'GET' };
const DELAY = { server: 'DELAY', idealMs: 500 };
const LOCAL = { server: 'LOCAL' };

describe('the headline', () => {
  it('tells the largest gain over sequential where requests wait, and what concurrency is worth where none does', () => {
    const text = headlineOf(
      measuredCell({ ...LOCAL, strategy: 'sequential', elapsedMs: 13 }),
      measuredCell({ ...LOCAL, strategy: 'async', elapsedMs: 10 }),
      measuredCell({ ...DELAY, strategy: 'sequential', elapsedMs: 5000 }),
      measuredCell({ ...DELAY, strategy: 'workers', elapsedMs: 600 }),
      measuredCell({ ...DELAY, strategy: 'async', elapsedMs: 515 }),
    );
    expect(text).toBe(
      'With 20 requests in flight async finished DELAY 9.7 times sooner than sequential, at 97 % of the ideal; ' +
        'on LOCAL, where nothing waits, async finished 1.3 times sooner.',
    );
  });

  it('calls no gain what is none', () => {
    const text = headlineOf(
      measuredCell({ ...LOCAL, strategy: 'sequential', elapsedMs: 10 }),
      measuredCell({ ...LOCAL, strategy: 'async', elapsedMs: 10 }),
      measuredCell({ ...DELAY, strategy: 'sequential', elapsedMs: 5000 }),
      measuredCell({ ...DELAY, strategy: 'async', m: 1, elapsedMs: 5000, idealMs: 4950 }),
    );
    expect(text).toBe(
      'With 1 request in flight async finished DELAY no sooner than sequential, at 99 % of the ideal; ' +
        'on LOCAL, where nothing waits, no strategy finished sooner.',
    );
  });

  it('says how little came where the faults let most fail', () => {
    const outcomes = { ok: 2, notFound: 0, httpError: 18, timeout: 0, networkError: 0, cancelled: 0 };
    const text = headlineOf(
      measuredCell({ ...DELAY, strategy: 'sequential', elapsedMs: 5000, outcomes, errorShare: 0.9 }),
      measuredCell({ ...DELAY, strategy: 'async', elapsedMs: 515, outcomes, errorShare: 0.9 }),
    );
    expect(text).toMatch(/at 97 % of the ideal \(only 2 of 20 ended ok\)\.$/);
  });

  it('names together whose times differ no more than those of two runs do, with what is true of each', () => {
    const tied = [
      measuredCell({ ...DELAY, strategy: 'sequential', elapsedMs: 5000 }),
      measuredCell({ ...DELAY, strategy: 'workers', elapsedMs: 560 }),
      measuredCell({ ...DELAY, strategy: 'async', elapsedMs: 515 }),
      measuredCell({ ...DELAY, strategy: 'hybrid', elapsedMs: 512 }),
    ];
    expect(headlineOf(...tied)).toBe(
      'With 20 requests in flight async and hybrid finished DELAY 9.7 times sooner than sequential, at 97 % of the ideal.',
    );
    expect(headlineOf(...tied.slice(1))).toBe(
      'With m = 20 async and hybrid came closest to the ideal: 97 % of it on DELAY.',
    );
  });

  it('names together whose repetitions are mixed, and alone who was the best in all of them', () => {
    const series = (strategy: string, ...elapsed: number[]) =>
      elapsed.map((elapsedMs, i) => measuredCell({ ...DELAY, strategy, elapsedMs, repetition: i + 1 }));
    const sequential = series('sequential', 5000, 5000);
    const mixed = [...series('workers', 540, 620), ...series('async', 510, 560)];
    expect(headlineOf(...sequential, ...mixed)).toMatch(/^With 20 requests in flight workers and async finished DELAY/);
    expect(headlineOf(...mixed)).toMatch(/^With m = 20 workers and async came closest to the ideal: \d+ % of it/);
    const apart = [...series('workers', 570, 620), ...series('async', 510, 560)];
    expect(headlineOf(...sequential, ...apart)).toMatch(/^With 20 requests in flight async finished DELAY/);
    expect(headlineOf(...apart)).toMatch(/^With m = 20 async came closest to the ideal/);
  });

  it('calls nobody nearest to the ideal where others were done too soon to tell', () => {
    const quick = { ...DELAY, elapsedMs: 71, goodputPerSecond: 280, withheld: TOO_SHORT };
    const text = headlineOf(
      measuredCell({ ...quick, strategy: 'async', efficiency: undefined }),
      measuredCell({ ...DELAY, strategy: 'paced', elapsedMs: 273, idealMs: 54, goodputPerSecond: 73 }),
    );
    expect(text).toMatch(/^async finished DELAY in 0\.071 s, too soon to measure its speed: /);
  });

  it('names everybody of whom the same is true', () => {
    const refused = (strategy: string, count: number) =>
      measuredCell({
        ...{ server: 'LIMITED', strategy, m: 64, refused: count, requests: 194 },
        withheld: `the server refused ${count} of 194`,
      });
    const nothing = (strategy: string) => measuredCell({ ...DELAY, strategy, withheld: 'none of 20 flags ended ok' });
    expect(
      headlineOf(
        refused('async', 97),
        refused('hybrid', 90),
        refused('workers', 9),
        nothing('async'),
        nothing('paced'),
      ),
    ).toBe(
      'At m = 64 LIMITED refused 97 of 194 to async, 90 of 194 to hybrid and 9 of 194 to workers. ' +
        'No speed is given for async and paced on DELAY: none of 20 flags ended ok.',
    );
  });

  it('tells the gain on LOCAL alone', () => {
    const text = headlineOf(
      measuredCell({ ...LOCAL, strategy: 'sequential', elapsedMs: 20 }),
      measuredCell({ ...LOCAL, strategy: 'async', elapsedMs: 10 }),
      measuredCell({ ...LOCAL, strategy: 'workers', elapsedMs: 40 }),
    );
    expect(text).toBe('On LOCAL, where nothing waits, async finished 2.0 times sooner than sequential.');
  });

  it('calls nobody the fastest where another was done too soon to tell', () => {
    const cells = [
      measuredCell({ ...LOCAL, strategy: 'async', elapsedMs: 400, goodputPerSecond: 50 }),
      measuredCell({ ...LOCAL, strategy: 'hybrid', elapsedMs: 80, goodputPerSecond: 250, withheld: TOO_SHORT }),
    ];
    expect(headlineOf(...cells)).toMatch(/^hybrid finished LOCAL in 0\.080 s, too soon to measure its speed: /);
    expect(headlineOf(cells[0]!)).toBe('With m = 20 async had a goodput of 50.0/s on LOCAL.');
  });

  it('names the strategy nearest to the ideal where sequential was not run or failed', () => {
    const text = headlineOf(
      failedCell({ ...DELAY, strategy: 'sequential' }),
      measuredCell({ ...DELAY, strategy: 'workers', elapsedMs: 600 }),
      measuredCell({ ...DELAY, strategy: 'async', elapsedMs: 515 }),
    );
    expect(text).toBe('With m = 20 async came closest to the ideal: 97 % of it on DELAY.');
  });

  it('names the highest goodput where there is no ideal either', () => {
    const text = headlineOf(
      measuredCell({ ...LOCAL, strategy: 'workers', elapsedMs: 40 }),
      measuredCell({ ...LOCAL, strategy: 'async', elapsedMs: 10 }),
    );
    expect(text).toBe('With m = 20 async had the highest goodput: 2000.0/s on LOCAL.');
  });

  it('compares nothing where there is one cell', () => {
    const delay = measuredCell({ ...DELAY, strategy: 'async', elapsedMs: 515 });
    const local = measuredCell({ ...LOCAL, strategy: 'async', elapsedMs: 10 });
    expect(headlineOf(delay)).toBe('With m = 20 async reached 97 % of the ideal on DELAY.');
    expect(headlineOf(local)).toBe('With m = 20 async had a goodput of 2000.0/s on LOCAL.');
  });

  it('says first what was refused, and the most that worked, and praises nobody for it', () => {
    const limited = { server: 'LIMITED', strategy: 'async', idealMs: 100 };
    const odd = (refused: number) => ({ refused, requests: 194, withheld: `the server refused ${refused} of 194` });
    const sweep = [
      measuredCell({ ...limited, m: 32, elapsedMs: 104 }),
      measuredCell({ ...limited, m: 64, ...odd(20) }),
      measuredCell({ ...limited, m: 194, ...odd(154) }),
    ];
    expect(headlineOf(...sweep)).toBe(
      'At m = 194 the server refused 154 of 194; the most that worked without errors: m = 32.',
    );
    // What was merely over too soon to tell its speed has worked all the same.
    const soon = measuredCell({ ...limited, m: 32, elapsedMs: 104, withheld: TOO_SHORT });
    expect(headlineOf(soon, ...sweep.slice(1))).toBe(headlineOf(...sweep));
    expect(headlineOf(...sweep.slice(1))).toBe('At m = 194 the server refused 154 of 194; it refused some at every m.');
    expect(headlineOf(sweep[2]!)).toBe('At m = 194 the server refused 154 of 194.');
    const outcomes = { ok: 20, notFound: 0, httpError: 97, timeout: 77, networkError: 0, cancelled: 0 };
    expect(headlineOf(measuredCell({ ...limited, m: 100, ...odd(97), outcomes }))).toBe(
      'At m = 100 the server refused 97 of 194 (77 more timed out).',
    );
  });

  it('says what a client counted otherwise than the server, before all else', () => {
    const outcomes = { ok: 15, notFound: 0, httpError: 5, timeout: 0, networkError: 0, cancelled: 0 };
    const contradicted = { client: 20, server: 15, plan: 15 };
    const counted = { outcomes, reasons: { 'status 418': 5 }, contradicted, withheld: 'it counted 5 flags' };
    const forgetful = { server: 'ERROR', strategy: 'mine', ...counted };
    expect(headlineOf(measuredCell(forgetful))).toBe(
      'mine says that it got 20 of 20 flags from ERROR, but the server sent 15. A client that does not check response.ok counts errors as flags.',
    );
  });

  it('says of whom no speed is told and why, and compares the others', () => {
    const text = headlineOf(
      measuredCell({ ...DELAY, strategy: 'sequential', elapsedMs: 5000 }),
      measuredCell({ ...DELAY, strategy: 'half', elapsedMs: 204, withheld: 'it never asked for 15 of 20 flags' }),
      measuredCell({ ...DELAY, strategy: 'async', elapsedMs: 515 }),
    );
    expect(text).toBe(
      'No speed is given for half on DELAY: it never asked for 15 of 20 flags. ' +
        'With 20 requests in flight async finished DELAY 9.7 times sooner than sequential, at 97 % of the ideal.',
    );
  });

  it('is absent where no cell was measured', () => {
    expect(headlineOf()).toBeUndefined();
    expect(headlineOf(failedCell({ ...DELAY, strategy: 'async' }))).toBeUndefined();
  });

  it('tells how long one has to wait where requests start on schedule, of the slowest server', () => {
    const open = { strategy: 'open', lateStarts: 0 };
    const slow = { ...open, server: 'LIMITED', latencyP50Ms: 210, latencyP95Ms: 1480 };
    const quick = measuredCell({ ...open, server: 'LOCAL', latencyP50Ms: 1, latencyP95Ms: 2, latencyP99Ms: 3 });
    const half = 'On LIMITED half of the flags took up to 210.0 ms from their scheduled start';
    expect(headlineOf(quick, measuredCell(slow))).toBe(`${half}, 95 % up to 1480.0 ms.`);
    expect(headlineOf(quick, measuredCell({ ...slow, latencyP99Ms: 1999.6 }))).toBe(`${half}, 99 % up to 1999.6 ms.`);
    expect(headlineOf(measuredCell({ ...slow, errorShare: 0.63 }))).toBe(`${half}, 95 % up to 1480.0 ms; 63 % failed.`);
    expect(headlineOf(measuredCell({ ...open, server: 'LOCAL' }))).toBe(
      'On LOCAL there were too few flags to tell how long one has to wait.',
    );
  });
});

describe('the headline of a service', () => {
  const headlineOfService = (...cells: MeasuredCell[]) =>
    headline({ ...benchResult(cells.map((cell) => ({ ...cell, server: 'LOCAL' }))), service: SERVICE });
  const none = { ok: 0, notFound: 0, httpError: 20, timeout: 0, networkError: 0, cancelled: 0 };
  const dead = { server: 'LOCAL', outcomes: none, goodputPerSecond: 0, reasons: { 'status 500': 15, 'status 302': 5 } };

  it('says that nothing ended ok and what most failed by', () => {
    const text = headlineOfService(measuredCell({ ...dead, strategy: 'async' }));
    expect(text).toBe('None of the 20 items ended ok: mostly status 500 (15 of 20).');
    const notFound = { ...none, notFound: 20, httpError: 0 };
    expect(headlineOfService(measuredCell({ ...dead, strategy: 'async', outcomes: notFound, reasons: {} }))).toBe(
      'None of the 20 items ended ok: status 404.',
    );
  });

  it('praises those alone of whom something did, and says how little', () => {
    const some = { ...none, ok: 8, httpError: 12 };
    const text = headlineOfService(
      measuredCell({ ...dead, strategy: 'sequential' }),
      measuredCell({ ...dead, strategy: 'async', outcomes: some, goodputPerSecond: 40, reasons: { 'status 500': 12 } }),
    );
    expect(text).toBe(
      'None of the 20 items of sequential at m = 1 ended ok: mostly status 500 (15 of 20). ' +
        'With m = 20 async had a goodput of 40.0/s on LOCAL (only 8 of 20 items ended ok: status 500).',
    );
  });
});
