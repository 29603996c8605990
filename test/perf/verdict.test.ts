import { describe, expect, it } from 'vitest';
import { type Bar, verdictOf } from '../../perf/verdict.ts';

const AT_LEAST: Bar = { bound: 0.9, side: 'at least' };
const AT_MOST: Bar = { bound: 3, side: 'at most' };

describe('a row of make perf', () => {
  it.each([
    [AT_LEAST, 0.91, 0.99, 'ok'],
    [AT_LEAST, 0.9, 0.99, 'ok'],
    [AT_LEAST, 0.5, 0.89, 'missed'],
    [AT_LEAST, 0.89, 0.99, 'cannot tell'],
    [AT_LEAST, 0.5, 0.9, 'cannot tell'],
    [AT_MOST, 1, 2.9, 'ok'],
    [AT_MOST, 1, 3, 'ok'],
    [AT_MOST, 3.1, 9, 'missed'],
    [AT_MOST, 1, 3.1, 'cannot tell'],
    [AT_MOST, 3, 9, 'cannot tell'],
    [AT_LEAST, Number.NaN, Number.NaN, 'cannot tell'],
  ] as const)('with the bar %o between %d and %d: %4$s', (bar, low, high, verdict) => {
    expect(verdictOf({ low, high }, bar)).toBe(verdict);
  });

  it.each([
    [0, 'missed'],
    [1.9, 'missed'],
    [2, 'cannot tell'],
    [9, 'cannot tell'],
  ] as const)(
    'from 5 to 6 where at most 3 is promised, on a machine that adds up to %d: %s',
    (machineError, verdict) => {
      expect(verdictOf({ low: 5, high: 6 }, AT_MOST, machineError)).toBe(verdict);
    },
  );

  it('is ok where it keeps the promise on such a machine all the same', () => {
    expect(verdictOf({ low: 1, high: 2 }, AT_MOST, 9)).toBe('ok');
  });

  it('cannot tell without an interval', () => {
    expect(verdictOf(undefined, AT_LEAST)).toBe('cannot tell');
    expect(verdictOf(undefined, AT_MOST)).toBe('cannot tell');
  });
});
