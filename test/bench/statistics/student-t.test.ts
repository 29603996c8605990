import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { studentTDistribution, studentTQuantile } from '../../../bench/statistics/student-t.ts';

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

  it('is what the distribution function turns back into p', () => {
    const p = fc.double({ min: 0.001, max: 0.999, noNaN: true });
    const degrees = fc.double({ min: 1, max: 1000, noNaN: true });
    fc.assert(
      fc.property(p, degrees, (share, nu) => {
        expect(studentTDistribution(studentTQuantile(share, nu), nu)).toBeCloseTo(share, 9);
      }),
    );
  });

  it.each([0, 1, -1, Number.NaN])('refuses p = %d', (p) => {
    expect(() => studentTQuantile(p, 3)).toThrow(new TypeError(`Expected \`p\` to be above 0 and below 1, got ${p}`));
  });

  it.each([0, -1, Number.NaN])('refuses %d degrees of freedom', (degrees) => {
    const mistake = new TypeError(`Expected \`degrees\` to be above 0, got ${degrees}`);
    expect(() => studentTQuantile(0.9, degrees)).toThrow(mistake);
  });
});

describe('studentTDistribution', () => {
  it('is one half at 0, and its tails mirror each other', () => {
    expect(studentTDistribution(0, 4)).toBe(0.5);
    expect(studentTDistribution(2, 4) + studentTDistribution(-2, 4)).toBeCloseTo(1, 12);
  });
});
