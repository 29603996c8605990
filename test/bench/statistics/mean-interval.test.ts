import { describe, expect, it } from 'vitest';
import { meanInterval, spreadOfMean, tooFew } from '../../../bench/statistics/mean-interval.ts';

function interval(...given: Parameters<typeof meanInterval>) {
  const result = meanInterval(...given);
  if (!result.ok) expect.unreachable(result.why);
  return result;
}

describe('meanInterval', () => {
  it('is the t interval', () => {
    // From SciPy's scipy.stats.t.interval.
    const { value, low, high, relativeHalfWidth } = interval([10, 12, 11, 13, 9]);
    expect(value).toBe(11);
    expect(low).toBeCloseTo(9.036756838522443, 9);
    expect(high).toBeCloseTo(12.963243161477557, 9);
    expect(relativeHalfWidth).toBeCloseTo(1.963243161477557 / 11, 9);
  });

  it('takes the noise of all levels when it is known, and then one measurement is enough', () => {
    const noise = { share: 0.02, degrees: 10 };
    const one = interval([100], { noise });
    expect(one.high).toBeCloseTo(100 + 2.228138851986274 * 2, 9);
    expect(interval([100, 100, 100, 100], { noise }).high).toBeCloseTo(100 + 2.228138851986274, 9);
  });

  it('is wider when it must be surer', () => {
    expect(interval([1, 2, 3], { confidence: 0.99 }).high).toBeGreaterThan(interval([1, 2, 3]).high);
  });

  it('has no width when all values are equal, zeros among them', () => {
    expect(interval([4, 4])).toEqual({ ok: true, value: 4, low: 4, high: 4, relativeHalfWidth: 0 });
    expect(interval([0, 0]).relativeHalfWidth).toBe(0);
  });

  it('says why there is none', () => {
    expect(meanInterval([])).toEqual({ ok: false, why: 'an interval needs 2 measurements, and there are none' });
    expect(meanInterval([1])).toEqual({ ok: false, why: 'an interval needs 2 measurements, and there is 1' });
    expect(meanInterval([], { noise: { share: 0.1, degrees: 3 } })).toEqual(tooFew([]));
  });

  it('refuses what is no number', () => {
    expect(() => meanInterval([1, Number.NaN])).toThrow(TypeError);
  });
});

describe('spreadOfMean', () => {
  it('is the variance over the count, with one degree less than there are values', () => {
    expect(spreadOfMean([1, 2, 3])).toEqual({ variance: 1 / 3, degrees: 2 });
    expect(spreadOfMean([1])).toBeUndefined();
  });
});
