import { mean, median } from 'simple-statistics';
import { describe, expect, it } from 'vitest';
import { bootstrapDraws, bootstrapInterval } from '../../../bench/statistics/bootstrap.ts';
import { generator } from '../../../lib/chance/generator.ts';
import { normalDeviate } from '../../helpers/bench/normal-deviate.ts';

const normals = (count: number, seed: number, centre = 0) => {
  const next = generator(seed, 'test');
  return Array.from({ length: count }, () => centre + normalDeviate(next));
};
const meanOf = (values: readonly number[]) => mean([...values]);

describe('bootstrapInterval', () => {
  it('holds the known mean in at least 90 of 100 samples of ten', () => {
    const held = Array.from({ length: 100 }, (_, seed) =>
      bootstrapInterval(normals(10, seed, 5), meanOf, { seed }),
    ).filter((interval) => interval!.low <= 5 && interval!.high >= 5);
    expect(held.length).toBeGreaterThanOrEqual(90);
  });

  it('is as wide as theory says for a large sample', () => {
    const { low, high } = bootstrapInterval(normals(400, 1), meanOf, { seed: 1 })!;
    expect((high - low) / ((2 * 1.96) / Math.sqrt(400))).toBeCloseTo(1, 0);
  });

  it('draws pairs together, so that what both sides share cancels out', () => {
    const pairs = normals(30, 1).map((shared) => ({ a: 100 * shared, b: 100 * shared + 1 }));
    const interval = bootstrapInterval(pairs, (drawn) => meanOf(drawn.map(({ a, b }) => b - a)), { seed: 1 })!;
    expect(interval.low).toBeCloseTo(1, 9);
    expect(interval.high).toBeCloseTo(1, 9);
  });

  it('depends on the seed and on nothing else', () => {
    const sample = normals(20, 1);
    const of = (seed: number) => bootstrapInterval(sample, meanOf, { seed });
    expect(of(1)).toEqual(of(1));
    expect(of(2)).not.toEqual(of(1));
  });

  it('is wider when it must be surer', () => {
    const of = (confidence: number) => bootstrapInterval(normals(20, 1), meanOf, { seed: 1, confidence })!;
    expect(of(0.99).low).toBeLessThan(of(0.8).low);
    expect(of(0.99).high).toBeGreaterThan(of(0.8).high);
  });

  it('has no width when all values are equal, and is unknown for one value or none', () => {
    expect(bootstrapInterval([3, 3, 3], (values) => median([...values]), { seed: 1 })).toEqual({ low: 3, high: 3 });
    expect(bootstrapInterval([3], meanOf, { seed: 1 })).toBeUndefined();
    expect(bootstrapInterval([], meanOf, { seed: 1 })).toBeUndefined();
  });
});

describe('bootstrapDraws', () => {
  it('draws only members, as many as the sample has or as are asked for', () => {
    const sample = ['a', 'b', 'c'];
    const draws = bootstrapDraws((resample) => [resample(sample), resample(sample, 5)], { seed: 1, resamples: 50 });
    expect(draws).toHaveLength(50);
    expect(draws.every(([plain, five]) => plain!.length === 3 && five!.length === 5)).toBe(true);
    expect(new Set(draws.flat(2))).toEqual(new Set(sample));
  });

  it('gives other draws for another seed and for another stream', () => {
    const of = (options: { seed: number; stream?: string }) =>
      bootstrapDraws((resample) => meanOf(resample(normals(20, 1))), { ...options, resamples: 3 });
    const draws = of({ seed: 1, stream: 'one' });
    expect(of({ seed: 1, stream: 'one' })).toEqual(draws);
    expect(of({ seed: 2, stream: 'one' })).not.toEqual(draws);
    expect(of({ seed: 1, stream: 'other' })).not.toEqual(draws);
  });
});
