import { describe, expect, it } from 'vitest';
import { relativeNoise } from '../../../bench/statistics/relative-noise.ts';

describe('relativeNoise', () => {
  it('is the same share at every level, whatever the level', () => {
    const noise = relativeNoise([
      [100 * Math.exp(-0.02), 100 * Math.exp(0.02)],
      [5 * Math.exp(-0.02), 5 * Math.exp(0.02)],
    ]);
    // Each pair of logarithms has the sample variance 2 · 0.02².
    expect(noise?.share).toBeCloseTo(0.02 * Math.SQRT2, 12);
    expect(noise?.degrees).toBe(2);
  });

  it('leaves out what says nothing: single values and zeros', () => {
    expect(relativeNoise([[7], [0, 1], [], [3, 3, 3]])).toEqual({ share: 0, degrees: 2 });
  });

  it('is unknown when nothing repeats', () => {
    expect(relativeNoise([[1], [2], [3]])).toBeUndefined();
    expect(relativeNoise([])).toBeUndefined();
  });

  it('refuses what is no number', () => {
    expect(() => relativeNoise([[1, Number.NaN]])).toThrow(TypeError);
  });
});
