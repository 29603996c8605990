import { describe, expect, it } from 'vitest';
import { ASSUMED_DRIFT, ASSUMED_RUN_NOISE, runNoise } from '../../../bench/compare/run-noise.ts';

describe('runNoise', () => {
  it('of single runs is what is assumed, known with four degrees of freedom', () => {
    const noise = runNoise([0], [0.5], 0.95, 0);
    expect(noise.source).toBe('assumed');
    expect(noise.halfWidth).toBeCloseTo(2.7764451 * ASSUMED_RUN_NOISE * Math.SQRT2, 6);
  });

  it('adds the drift of both sides', () => {
    const without = runNoise([0], [0], 0.95, 0).halfWidth;
    const drift = 1.959964 * ASSUMED_DRIFT * Math.SQRT2;
    expect(runNoise([0], [0], 0.95, ASSUMED_DRIFT).halfWidth).toBeCloseTo(Math.hypot(without, drift), 6);
  });

  it('moderates what repetitions show by what is assumed', () => {
    const noise = runNoise([-0.1, 0, 0.1], [0, 0, 0], 0.95, 0);
    expect(noise.source).toBe('measured');
    // s² = (4 · 0.015² + 0.02) / 8, t of 8 degrees is 2.306.
    const variance = (4 * 0.015 ** 2 + 0.02) / 8;
    expect(noise.halfWidth).toBeCloseTo(2.3060041 * Math.sqrt((variance * 2) / 3), 6);
  });

  it('falls as repetitions grow', () => {
    const of = (count: number) => runNoise(new Array(count).fill(0), new Array(count).fill(0), 0.95, 0).halfWidth;
    expect(of(2)).toBeLessThan(of(1));
    expect(of(5)).toBeLessThan(of(2));
  });
});
