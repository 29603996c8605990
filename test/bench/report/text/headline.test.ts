import { describe, expect, it } from 'vitest';
import { headline } from '../../../../bench/report/text/headline.ts';
import type { CellResult } from '../../../../bench/result/cell.ts';
import { benchResult, failedCell, measuredCell } from '../../../helpers/bench/bench-result.ts';

function headlineOf(...cells: CellResult[]): string | undefined {
  return headline(benchResult(cells));
}

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
        'on LOCAL, where nothing waits, concurrency gained 1.3 x.',
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
        'on LOCAL, where nothing waits, concurrency gained nothing.',
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

  it('is absent where no cell was measured', () => {
    expect(headlineOf()).toBeUndefined();
    expect(headlineOf(failedCell({ ...DELAY, strategy: 'async' }))).toBeUndefined();
  });

  it('tells how long one has to wait where requests start on schedule, of the slowest server', () => {
    const open = { strategy: 'open', lateStarts: 0 };
    const slow = { ...open, server: 'LIMITED', latencyP50Ms: 210, latencyP95Ms: 1480 };
    const quick = measuredCell({ ...open, server: 'LOCAL', latencyP50Ms: 1, latencyP95Ms: 2, latencyP99Ms: 3 });
    const half = 'On LIMITED half of the requests had their answer within 210.0 ms of their time to start';
    expect(headlineOf(quick, measuredCell(slow))).toBe(`${half}, 95 % within 1480.0 ms.`);
    expect(headlineOf(quick, measuredCell({ ...slow, latencyP99Ms: 1999.6 }))).toBe(`${half}, 99 % within 1999.6 ms.`);
    expect(headlineOf(measuredCell({ ...open, server: 'LOCAL' }))).toBe(
      'On LOCAL too few requests were started to say how long one has to wait.',
    );
  });
});
