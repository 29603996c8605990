import { describe, expect, it } from 'vitest';
import { generator } from '../../../lib/chance/generator.ts';
import { standardNormal } from '../../../lib/chance/standard-normal.ts';

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('standardNormal', () => {
  it('has mean 0, variance 1 and a twentieth beyond 1.96', () => {
    const next = generator(1, 'test');
    const values = Array.from({ length: 20_000 }, () => standardNormal(next(), next()));
    expect(mean(values)).toBeCloseTo(0, 1);
    expect(mean(values.map((value) => value ** 2))).toBeCloseTo(1, 1);
    expect(mean(values.map((value) => (Math.abs(value) > 1.96 ? 1 : 0)))).toBeCloseTo(0.05, 2);
  });

  it('is a number for the least and the greatest draws', () => {
    const greatest = 1 - 2 ** -53;
    expect(standardNormal(0, greatest)).toBeCloseTo(0);
    expect(standardNormal(greatest, 0)).toBeCloseTo(Math.sqrt(106 * Math.LN2));
  });
});
