import tQuantile from '@stdlib/stats-base-dists-t-quantile';
import { describe, expect, it } from 'vitest';
import { studentTQuantile } from '../../../bench/statistics/student-t.ts';

describe('studentTQuantile', () => {
  // From SciPy's scipy.stats.t.ppf.
  it.each([
    [0.975, 1, 12.706204736174694],
    [0.975, 2, 4.302652729749462],
    [0.975, 10, 2.228138851986274],
    [0.975, 30, 2.0422724563012378],
    [0.995, 2.5, 7.163728138948783],
    [0.9, 1.3, 2.425947410787918],
    [0.025, 5, -2.5705818356363155],
    [0.9999, 1, 3183.098757118502],
    [0.975, 0.5, 164.55767348048818],
  ])('is at p = %d with %d degrees of freedom %d', (p, degrees, t) => {
    expect(studentTQuantile(p, degrees) / t).toBeCloseTo(1, 9);
  });

  it('is 0 at one half', () => {
    expect(studentTQuantile(0.5, 3)).toBe(0);
  });

  // stdlib follows the special functions of Boost, whose inverse of the incomplete beta function needs no bisection.
  it.each([
    1, 1.3, 2, 2.5, 3, 4, 5, 7.25, 10, 12.5, 20, 31.6, 50, 77.7, 100, 150.5, 200, 316.2, 500, 750.25, 999, 1000,
  ])('is with %d degrees of freedom what stdlib says, to eight digits', (degrees) => {
    const tails = [1e-6, 1e-5, 1e-4, 0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.4, 0.45, 0.49, 0.499];
    for (const p of tails.flatMap((tail) => [tail, 1 - tail])) {
      expect(Math.abs(studentTQuantile(p, degrees) / tQuantile(p, degrees) - 1), `at p = ${p}`).toBeLessThan(1e-8);
    }
  });

  it.each([0, 1, -1, Number.NaN])('refuses p = %d', (p) => {
    expect(() => studentTQuantile(p, 3)).toThrow(new TypeError(`Expected \`p\` to be above 0 and below 1, got ${p}`));
  });

  it.each([0, -1, Number.NaN])('refuses %d degrees of freedom', (degrees) => {
    const mistake = new TypeError(`Expected \`degrees\` to be above 0, got ${degrees}`);
    expect(() => studentTQuantile(0.9, degrees)).toThrow(mistake);
  });
});
