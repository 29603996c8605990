import { describe, expect, it } from 'vitest';
import {
  type AssertionCheck,
  checkAssertions,
  parseAssertion,
  requireAnswerableBy,
} from '../../../bench/criteria/assertion.ts';
import type { CellResult } from '../../../bench/result/cell.ts';
import { UsageError } from '../../../lib/errors/usage-error.ts';
import { benchResult, failedCell, measuredCell } from '../../helpers/bench/bench-result.ts';

const CELL = measuredCell({
  server: 'DELAY',
  strategy: 'async',
  elapsedMs: 500,
  idealMs: 480,
  outcomes: { ok: 16, notFound: 1, httpError: 2, timeout: 1, networkError: 0, cancelled: 0 },
  goodputPerSecond: 32,
  throughputPerSecond: 38,
  latencyP50Ms: 210,
  latencyP95Ms: 430,
  latencyP99Ms: 470,
  cpuSeconds: 0.25,
  peakRssBytes: 80 * 1024 ** 2,
  peakInFlight: 20,
});

function check(text: string, ...cells: readonly CellResult[]): AssertionCheck {
  return checkAssertions([parseAssertion(text)], benchResult(cells.length > 0 ? cells : [CELL]))[0]!;
}

describe('an assertion', () => {
  it.each([
    ['async.DELAY.goodput > 31.9', 'async.DELAY.goodput > 32'],
    ['async.DELAY.goodput >= 32/s', 'async.DELAY.goodput >= 32.1/s'],
    ['async.DELAY.throughput<39', 'async.DELAY.throughput<38'],
    ['async.DELAY.p50 <= 210ms', 'async.DELAY.p50 <= 209ms'],
    ['async.DELAY.p95 < 0.44s', 'async.DELAY.p95 < 0.43s'],
    ['async.DELAY.p99 < 471', 'async.DELAY.p99 < 470'],
    ['async.DELAY.elapsed < 1 s', 'async.DELAY.elapsed < 500 ms'],
    ['async.DELAY.errors <= 15%', 'async.DELAY.errors < 15%'],
    ['async.DELAY.errors == 0.15', 'async.DELAY.errors == 0'],
    ['async.DELAY.efficiency > 0.9', 'async.DELAY.efficiency > 1.1'],
    ['async.DELAY.efficiency >= 96%', 'async.DELAY.efficiency > 110 %'],
    ['async.DELAY.peakInFlight == 20', 'async.DELAY.peakInFlight > 20'],
    ['async.DELAY.cpu < 300ms', 'async.DELAY.cpu < 0.2'],
    ['async.DELAY.peakRss < 81MB', 'async.DELAY.peakRss < 64MB'],
  ])('such as "%s" holds, and "%s" does not', (holding, failing) => {
    expect(check(holding)).toMatchObject({ text: holding, ok: true });
    expect(check(failing)).toMatchObject({ text: failing, ok: false });
  });

  it('says what was seen', () => {
    expect(check('async.DELAY.goodput > 40')).toEqual({
      text: 'async.DELAY.goodput > 40',
      ok: false,
      actual: 32,
      sentence: 'async.DELAY.goodput > 40: does not hold, goodput is 32/s at m = 20',
    });
    expect(check('async.DELAY.errors < 20%').sentence).toBe(
      'async.DELAY.errors < 20%: holds, errors is 15 % at m = 20',
    );
    expect(check('async.DELAY.peakRss < 1GB').sentence).toBe(
      'async.DELAY.peakRss < 1GB: holds, peak RSS is 80 MB at m = 20',
    );
    expect(check('async.DELAY.p95 < 1s').sentence).toBe('async.DELAY.p95 < 1s: holds, p95 is 430 ms at m = 20');
  });

  it('takes names in any case', () => {
    expect(check('ASYNC.delay.PEAKinflight == 20').ok).toBe(true);
  });

  it('takes a strategy with dots, spaces and signs in its label', () => {
    const strategy = 'python3 my.flags@home.py';
    const own = { ...CELL, strategy };
    expect(check(`${strategy}.DELAY.goodput > 31`, own).ok).toBe(true);
    expect(check(`${strategy}@20.DELAY.goodput > 31`, own).ok).toBe(true);
  });

  it('is about the median of the repetitions', () => {
    const cells = [30, 50, 41].map((goodputPerSecond, i) => ({ ...CELL, repetition: i + 1, goodputPerSecond }));
    expect(check('async.DELAY.goodput > 40', ...cells)).toMatchObject({ ok: true, actual: 41 });
  });

  it('is about the highest m, as the table is, unless it names another', () => {
    const cells = [4, 16, 8].map((m) => ({ ...CELL, m, goodputPerSecond: 5 * m }));
    expect(check('async.DELAY.goodput > 30', ...cells)).toEqual({
      text: 'async.DELAY.goodput > 30',
      ok: true,
      actual: 80,
      sentence: 'async.DELAY.goodput > 30: holds, goodput is 80/s at m = 16',
    });
    expect(check('async@4.DELAY.goodput > 30', ...cells)).toMatchObject({ ok: false, actual: 20 });
  });

  it('does not hold where its figure is not there', () => {
    const absent = { ...CELL, efficiency: undefined, latencyP99Ms: undefined };
    expect(check('async.DELAY.efficiency > 0', absent)).toEqual({
      text: 'async.DELAY.efficiency > 0',
      ok: false,
      sentence:
        'async.DELAY.efficiency > 0: cannot be told at m = 20, there is no efficiency for schedules, fates without time, and where it is withheld',
    });
    expect(check('async.DELAY.p99 < 1s', absent).sentence).toMatch(
      /there is no p99 for under 500 items that ended ok or timed out$/,
    );
  });

  it('does not hold of an efficiency that one of the repetitions withholds, and says why', () => {
    const odd = { ...CELL, repetition: 2, efficiency: undefined, withheld: 'the server refused 3 of 20' };
    expect(check('async.DELAY.efficiency > 0', CELL, odd)).toEqual({
      text: 'async.DELAY.efficiency > 0',
      ok: false,
      sentence:
        'async.DELAY.efficiency > 0: cannot be told at m = 20, efficiency is withheld: the server refused 3 of 20',
    });
  });

  it('does not hold for a cell that failed or was not run', () => {
    const failed = failedCell({ server: 'DELAY', strategy: 'async' });
    expect(check('async.DELAY.errors < 1%', failed)).toMatchObject({
      ok: false,
      sentence: 'async.DELAY.errors < 1%: cannot be told at m = 1, the cell failed (it broke)',
    });
    const interrupted = { ...benchResult([CELL]), cells: [] };
    expect(checkAssertions([parseAssertion('async.DELAY.errors < 1%')], interrupted)[0]).toMatchObject({
      ok: false,
      sentence: 'async.DELAY.errors < 1%: cannot be told at m = 20, the cell was not run',
    });
  });
});

describe('wrong usage', () => {
  it.each([
    ['', /is not an assertion: write strategy\.SERVER\.figure, one of >= <= == > < and a number, such as /],
    ['async.DELAY.goodput', /is not an assertion/],
    ['async.goodput > 40', /is not an assertion/],
    ['async.DELAY.goodput = 40', /is not an assertion/],
    ['async.DELAY.goodput => 40', /is not an assertion/],
    ['async.DELAY.goodput >', /is not an assertion/],
    ['async.DELAY.speed > 40', /^"speed" is not a figure: choose one of elapsed, items, .*, goodput, .*, waitGrowth$/],
    ['async.DELAY.goodput > 40ms', /^"40ms" is not a number of 0 or more: give one such as 40\/s$/],
    ['async.DELAY.goodput > -1', /^"-1" is not a number/],
    ['async.DELAY.goodput > 1e3', /^"1e3" is not a number/],
    ['async.DELAY.p95 < 5%', /^"5%" is not a duration/],
    ['async.DELAY.errors < 5', /^"5" is not a share: give 0 to 1 or 0% to 100%/],
    ['async.DELAY.errors < 120%', /^"120%" is not a share/],
    ['async.DELAY.efficiency > high', /^"high" is not a ratio: give one such as 0\.9 or 90%$/],
    ['async.DELAY.peakRss < 80ms', /^"80ms" is not a size/],
  ])('is "%s"', (text, message) => {
    expect(() => parseAssertion(text)).toThrow(UsageError);
    expect(() => parseAssertion(text)).toThrow(message);
  });

  it.each(['sequential.DELAY.goodput > 1', 'async.LOCAL.goodput > 1', 'async@5.DELAY.goodput > 1'])(
    'is an assertion that names no cell, before the bench and after it: "%s"',
    (text) => {
      const message = `the assertion "${text}" names nothing in this bench: it has async@20.DELAY`;
      const assertions = [parseAssertion(text)];
      expect(() => requireAnswerableBy(assertions, [CELL], () => ({ asked: 20, timed: 20 }))).toThrow(
        new UsageError(message),
      );
      expect(() => checkAssertions(assertions, benchResult([CELL]))).toThrow(new UsageError(message));
    },
  );

  it('is a quantile of fewer flags than it takes', () => {
    const assertions = [parseAssertion('async.DELAY.p95 < 1s')];
    const checked = (asked: number, timed: number) => requireAnswerableBy(assertions, [CELL], () => ({ asked, timed }));
    const beginning = '"async.DELAY.p95 < 1s" cannot be answered: p95 needs 100 flags a cell';
    expect(() => checked(99, 99)).toThrow(new UsageError(`${beginning}, not 99`));
    expect(() => checked(100, 75)).toThrow(
      new UsageError(`${beginning} that end ok or time out, and of 100 only 75 will`),
    );
    expect(() => checked(134, 100)).not.toThrow();
  });
});
