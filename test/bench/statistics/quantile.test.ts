import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quantile, samplesNeeded } from '../../../bench/statistics/quantile.ts';

const upTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1);

describe('samplesNeeded', () => {
  it.each([
    [0, 5],
    [0.5, 10],
    [0.75, 20],
    [0.9, 50],
    [0.95, 100],
    [0.99, 500],
    [0.999, 5000],
  ])('for q = %d asks for %d values', (q, count) => {
    expect(samplesNeeded(q)).toBe(count);
  });

  it.each([1, -0.1, 1.1, Number.NaN])('refuses q = %d', (q) => {
    expect(() => samplesNeeded(q)).toThrow(new TypeError(`Expected \`q\` to be from 0 to below 1, got ${q}`));
  });
});

describe('quantile', () => {
  // From NumPy's numpy.quantile, whose default is type 7.
  it.each([
    [upTo(12), 0.5, 6.5],
    [upTo(20), 0.75, 15.25],
    [[3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7, 9, 3, 2, 3, 8, 4], 0.7, 6.3],
  ])('of %j at %d is %d', (values, q, expected) => {
    expect(quantile(values, q)).toBeCloseTo(expected, 12);
  });

  it.each([
    [0.5, 9],
    [0.95, 99],
    [0.99, 499],
  ])('at %d is not available for %d values, and is for one more', (q, count) => {
    expect(quantile(upTo(count), q)).toBeUndefined();
    expect(quantile(upTo(count + 1), q)).toBeDefined();
  });

  it('is not available for no value and for one', () => {
    expect(quantile([], 0.5)).toBeUndefined();
    expect(quantile([7], 0.5)).toBeUndefined();
  });

  it('is the value itself when all are equal', () => {
    expect(quantile(new Array(100).fill(3), 0.95)).toBe(3);
  });

  it('sorts by size and leaves the given order alone', () => {
    const values = [10, 9, 100, 1, 2, 3, 4, 5, 6, 7];
    expect(quantile(values, 0.5)).toBe(5.5);
    expect(values[0]).toBe(10);
  });

  it('lies between the ends and grows with q', () => {
    const values = fc.array(fc.double({ noNaN: true, min: -1e9, max: 1e9 }), { minLength: 50, maxLength: 80 });
    const share = fc.double({ min: 0, max: 0.9, noNaN: true });
    fc.assert(
      fc.property(values, share, share, (sample, one, other) => {
        const low = quantile(sample, Math.min(one, other))!;
        const high = quantile(sample, Math.max(one, other))!;
        expect(low).toBeLessThanOrEqual(high + Math.abs(high) * 1e-12);
        expect(low).toBeGreaterThanOrEqual(Math.min(...sample));
        expect(high).toBeLessThanOrEqual(Math.max(...sample));
      }),
    );
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY])('refuses a value of %d', (value) => {
    const mistake = new TypeError(`Expected the values to be finite numbers, got ${value}`);
    expect(() => quantile([...upTo(20), value], 0.5)).toThrow(mistake);
  });
});
