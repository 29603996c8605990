import { describe, expect, it } from 'vitest';
import { slopeInterval } from '../../../bench/statistics/slope-interval.ts';

describe('slopeInterval', () => {
  it('is the slope of least squares with its t interval', () => {
    // By hand: Sxx = 5, Sxy = 5.5, residuals −0.05, 0.35, −0.55, 0.25 squared 0.5 in all; t(2) at 97.5 % = 4.302653.
    const line = slopeInterval([
      [1, 1],
      [2, 2.5],
      [3, 2.7],
      [4, 4.6],
    ]);
    if (!line.ok) expect.unreachable(line.why);
    expect(line.value).toBeCloseTo(1.1, 9);
    expect(line.intercept).toBeCloseTo(-0.05, 9);
    const half = 4.30265273 * Math.sqrt(residuals() / 2 / 5);
    expect(line.low).toBeCloseTo(1.1 - half, 6);
    expect(line.high).toBeCloseTo(1.1 + half, 6);
  });

  it('has no width where all points are on the line', () => {
    const points = [0, 10, 20].map((x) => [x, 5 + 2 * x] as const);
    expect(slopeInterval(points)).toEqual({ ok: true, value: 2, intercept: 5, low: 2, high: 2 });
  });

  it('says why there is none', () => {
    expect(slopeInterval([])).toEqual({ ok: false, why: 'a slope needs 3 different levels, and there are 0' });
    const same = [1, 1, 2].map((x) => [x, 1] as const);
    expect(slopeInterval(same)).toEqual({ ok: false, why: 'a slope needs 3 different levels, and there are 2' });
  });

  it('refuses what is no number', () => {
    expect(() => slopeInterval([[1, Number.NaN]])).toThrow(TypeError);
  });
});

function residuals(): number {
  const misses = [1 - 1.05, 2.5 - 2.15, 2.7 - 3.25, 4.6 - 4.35];
  return misses.reduce((sum, miss) => sum + miss ** 2, 0);
}
