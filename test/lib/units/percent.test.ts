import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UsageError } from '../../../lib/errors/usage-error.ts';
import { formatPercent, parsePercent, wholePercent } from '../../../lib/units/percent.ts';

describe('parsePercent', () => {
  it.each([
    ['0%', 0],
    ['25%', 0.25],
    ['7%', 0.07],
    ['0.1%', 0.001],
    ['100%', 1],
    [' 5% ', 0.05],
  ])('reads %j as %d', (text, share) => {
    expect(parsePercent(text)).toBe(share);
  });

  it.each(['', '%', '25', '0.25', '130%', '100.1%', '-1%', '25%%', '25% x', '1e1%', 'NaN%', 'Infinity%'])(
    'refuses %j and says what a share looks like',
    (text) => {
      const message = `"${text}" is not a share: give 0% to 100%, such as 25%`;
      expect(() => parsePercent(text)).toThrow(new UsageError(message));
    },
  );
});

describe('formatPercent', () => {
  it.each([
    [0, '0%'],
    [1, '100%'],
    [0.25, '25%'],
    [0.07, '7%'],
    [0.1, '10%'],
    [0.0125, '1.25%'],
    [1e-9, '0.0000001%'],
  ])('writes %d as %s', (share, text) => {
    expect(formatPercent(share)).toBe(text);
  });

  it('writes what parsePercent reads back, to a millionth of a millionth', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (share) => {
        expect(Math.abs(parsePercent(formatPercent(share)) - share)).toBeLessThanOrEqual(1e-12);
      }),
    );
  });
});

describe('wholePercent', () => {
  it.each([
    [0, '0 %'],
    [0.254, '25 %'],
    [0.255, '26 %'],
    [1.5, '150 %'],
  ])('writes %d as %s', (share, text) => {
    expect(wholePercent(share)).toBe(text);
  });
});
