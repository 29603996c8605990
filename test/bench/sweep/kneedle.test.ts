import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kneedle } from '../../../bench/sweep/kneedle.ts';

const LEVELS = [1, 2, 4, 8, 16, 32, 64];
const sweep = (throughput: (m: number) => number, levels = LEVELS) =>
  levels.map((m) => ({ m, throughput: throughput(m) }));

describe('kneedle', () => {
  it.each([4, 8, 16, 32])('finds the end of %d slots', (slots) => {
    expect(kneedle(sweep((m) => 10 * Math.min(m, slots)))).toBe(slots);
  });

  it("finds the knee of the paper's figure 2, y = -1/(x + 0.1) + 5 at ten points from 0 to 1: x = 0.22", () => {
    // m counts the points from 1, and the curve is lifted above 0: normalising undoes both.
    const points = Array.from({ length: 10 }, (_, i) => ({ m: 1 + i, throughput: 10 - 1 / (i / 9 + 0.1) }));
    expect((kneedle(points)! - 1) / 9).toBeCloseTo(0.22, 2);
  });

  it('takes the median of the repetitions, in any order', () => {
    const points = sweep((m) => 10 * Math.min(m, 8)).flatMap((point) => [
      point,
      { ...point, throughput: point.throughput * 1.01 },
      { ...point, throughput: 0 },
    ]);
    expect(kneedle(points.toReversed())).toBe(8);
  });

  it('sees no knee in a straight line, a flat one, or a convex one', () => {
    expect(kneedle(sweep((m) => 10 * m))).toBeUndefined();
    expect(kneedle(sweep(() => 10))).toBeUndefined();
    expect(kneedle(sweep((m) => m * m))).toBeUndefined();
  });

  it('sees no knee in fewer than three levels', () => {
    expect(kneedle([])).toBeUndefined();
    expect(kneedle(sweep((m) => m, [1, 2]))).toBeUndefined();
  });

  it('believes a bend only when the curve falls behind by a mean step of m', () => {
    expect(kneedle(sweep((m) => Math.min(m, 56) * 10, [1, 16, 32, 48, 56, 64]))).toBeUndefined();
    expect(kneedle(sweep((m) => Math.min(m, 32) * 10, [1, 16, 32, 48, 56, 64]))).toBe(32);
  });

  it('does not depend on the units of throughput', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 7, maxLength: 7 }), (throughputs) => {
        const points = LEVELS.map((m, i) => ({ m, throughput: throughputs[i]! }));
        const scaled = points.map(({ m, throughput }) => ({ m, throughput: throughput * 1024 }));
        const knee = kneedle(points);
        expect(kneedle(scaled)).toBe(knee);
        if (knee !== undefined) expect(LEVELS).toContain(knee);
      }),
    );
  });

  it('refuses a throughput that is no number, and an m below 1', () => {
    const strange = [{ m: 1, throughput: Number.NaN }];
    expect(() => kneedle(strange)).toThrow(
      new TypeError('Expected the value at m = 1 to be a finite number of 0 or more, got NaN'),
    );
    expect(() => kneedle([{ m: 0, throughput: 1 }])).toThrow(new TypeError('Expected `m` to be 1 or more, got 0'));
  });
});
