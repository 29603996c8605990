import { describe, expect, it } from 'vitest';
import { expandedTail, percentileInterval } from '../../../bench/statistics/percentile-interval.ts';

const upTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1);

describe('percentileInterval', () => {
  it.each([
    [999, 0.025, 25, 975],
    [999, 0.05, 50, 950],
    [99, 0.001, 1, 99],
    [1, 0.025, 1, 1],
  ])('of %d draws with tails of %d is from the %dth to the %dth', (count, tail, low, high) => {
    expect(percentileInterval(upTo(count).toReversed(), tail)).toEqual({ low, high });
  });

  it('takes infinite draws as they are and leaves out what is no number', () => {
    expect(percentileInterval([1, Number.NaN, 2, Infinity], 0.1)).toEqual({ low: 1, high: Infinity });
    expect(percentileInterval([Number.NaN], 0.1)).toBeUndefined();
    expect(percentileInterval([], 0.1)).toBeUndefined();
  });
});

describe('expandedTail', () => {
  it('is the plain tail for a large sample and smaller for a small one', () => {
    expect(expandedTail(0.95, 1e6)).toBeCloseTo(0.025, 5);
    // 2.7764 deviates of Student's t with 4 degrees, below which the normal distribution has 0.00275.
    expect(expandedTail(0.95, 4)).toBeCloseTo(0.00275, 5);
    expect(expandedTail(0.95, 4, 1.2)).toBeLessThan(expandedTail(0.95, 4));
  });
});
