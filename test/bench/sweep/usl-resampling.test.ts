import { describe, expect, it } from 'vitest';
import { uslThroughput } from '../../../bench/sweep/usl.ts';
import { resampledLaws } from '../../../bench/sweep/usl-resampling.ts';

const law = { unitThroughput: 10, contention: 0.05, coherency: 0.001, slots: Infinity };
const measured = [1, 2, 4, 8, 16, 32].map((m) => ({
  m,
  values: [0.98, 1.02].map((error) => uslThroughput(law, m) * error),
}));

describe('resampledLaws', () => {
  it('gives the same laws for the same seed and others for another', () => {
    const laws = (seed: number) => resampledLaws(measured, { law, found: 3 }, { seed, resamples: 5 });
    expect(laws(1)).toEqual(laws(1));
    expect(laws(2)).not.toEqual(laws(1));
  });

  it('spreads around the law', () => {
    const units = resampledLaws(measured, { law, found: 3 }, { seed: 1, resamples: 200 }).map(
      ({ unitThroughput }) => unitThroughput,
    );
    expect(Math.min(...units)).toBeLessThan(10);
    expect(Math.max(...units)).toBeGreaterThan(10);
    expect(units.reduce((sum, unit) => sum + unit, 0) / units.length).toBeCloseTo(10, 0);
  });

  it('finds the law itself again when there is no noise', () => {
    const exact = measured.map(({ m }) => ({ m, values: [uslThroughput(law, m)] }));
    for (const again of resampledLaws(exact, { law, found: 3 }, { seed: 1, resamples: 3 })) {
      expect(again.contention).toBeCloseTo(0.05, 9);
      expect(again.coherency).toBeCloseTo(0.001, 9);
    }
  });
});
