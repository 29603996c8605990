import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ecdf } from '../../../bench/statistics/ecdf.ts';

describe('ecdf', () => {
  it('has nothing to show of nothing, and one step for one value', () => {
    expect(ecdf([])).toEqual([]);
    expect(ecdf([7])).toEqual([{ value: 7, share: 1 }]);
  });

  it('lets equal values rise together', () => {
    expect(ecdf([2, 1, 2, 4])).toEqual([
      { value: 1, share: 0.25 },
      { value: 2, share: 0.75 },
      { value: 4, share: 1 },
    ]);
    expect(ecdf([5, 5, 5])).toEqual([{ value: 5, share: 1 }]);
  });

  it('is thinned to 200 points, both ends among them', () => {
    const points = ecdf(Array.from({ length: 10_000 }, (_, i) => i));
    expect(points).toHaveLength(200);
    expect(points[0]).toEqual({ value: 0, share: 1 / 10_000 });
    expect(points.at(-1)).toEqual({ value: 9999, share: 1 });
  });

  it('shows of any sample only exact points, ascending', () => {
    const values = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(values, fc.integer({ min: 2, max: 30 }), (sample, maxPoints) => {
        const points = ecdf(sample, maxPoints);
        expect(points.length).toBeLessThanOrEqual(maxPoints);
        expect(points.at(-1)).toEqual({ value: Math.max(...sample), share: 1 });
        if (points.length > 1) expect(points[0]!.value).toBe(Math.min(...sample));
        points.forEach(({ value, share }, i) => {
          expect(share).toBe(sample.filter((other) => other <= value).length / sample.length);
          if (i > 0) expect(value).toBeGreaterThan(points[i - 1]!.value);
        });
      }),
    );
  });

  it('refuses a value that is no number, and fewer than two points', () => {
    expect(() => ecdf([1, Number.NaN])).toThrow(new TypeError('Expected the values to be finite numbers, got NaN'));
    expect(() => ecdf([1], 1)).toThrow(new TypeError('Expected `maxPoints` to be 2 or more, got 1'));
  });
});
