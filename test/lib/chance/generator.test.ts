import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { generator } from '../../../lib/chance/generator.ts';

const take = (count: number, next: () => number) => Array.from({ length: count }, next);

/** From the keyed draws of seed 42 through sfc32 as PractRand defines it. */
const VECTOR = [0.39445837863802025, 0.8326916486323341, 0.3203815451774119];

describe('generator', () => {
  it('gives the numbers of its seed and stream, on every machine', () => {
    expect(take(3, generator(42, 'bootstrap'))).toEqual(VECTOR);
  });

  it('gives other numbers for another seed and for another stream', () => {
    const [first] = VECTOR;
    expect(generator(43, 'bootstrap')()).not.toBe(first);
    expect(generator(42, 'usl')()).not.toBe(first);
  });

  it('stays in [0, 1) for every seed', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        for (const value of take(50, generator(seed, 'test'))) {
          expect(value).toBeGreaterThanOrEqual(0);
          expect(value).toBeLessThan(1);
        }
      }),
    );
  });

  it('fills ten bins evenly, by the chi-squared test at 1 in 1000', () => {
    const bins = new Array<number>(10).fill(0);
    for (const value of take(20_000, generator(1, 'test'))) bins[Math.floor(value * 10)]! += 1;
    const chiSquared = bins.reduce((sum, count) => sum + (count - 2000) ** 2 / 2000, 0);
    expect(chiSquared).toBeLessThan(27.88);
  });
});
