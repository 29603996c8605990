import { describe, expect, it } from 'vitest';
import type { Distribution } from '../../../lib/chance/distribution.ts';
import { type Draw, draw } from '../../../lib/chance/draw.ts';
import { sampleDistribution } from '../../../lib/chance/sample-distribution.ts';
import { MAX_DURATION_MS } from '../../../lib/units/duration.ts';

const DRAWS = 20_000;

/** So many standard errors may lie between a share and what was stated; the draws are the same each time. */
const STANDARD_ERRORS = 4;

/** The attempt is what differs between two requests for the same thing, so the draws are those of real fates. */
function draws(distribution: Distribution): number[] {
  return Array.from({ length: DRAWS }, (_, attempt) => {
    const key = { seed: 7, label: 'DELAY', fault: 'delay', key: 'GET /flags/br/br.gif', attempt };
    return sampleDistribution(distribution, (n) => draw(key, n));
  });
}

function expectShare(values: readonly number[], isCounted: (value: number) => boolean, stated: number): void {
  const share = values.filter(isCounted).length / values.length;
  const standardError = Math.sqrt((stated * (1 - stated)) / values.length);
  expect(Math.abs(share - stated)).toBeLessThanOrEqual(STANDARD_ERRORS * standardError);
}

const always =
  (...us: number[]): Draw =>
  (n) =>
    us[n]!;

/** What each distribution states: at most so many milliseconds in such a share of the draws. */
const STATED: readonly (readonly [Distribution, readonly (readonly [ms: number, share: number])[]])[] = [
  [
    { distribution: 'uniform', minMs: 500, maxMs: 5000 },
    [
      [500, 0],
      [950, 0.1],
      [2750, 0.5],
      [4550, 0.9],
      [5000, 1],
    ],
  ],
  [
    { distribution: 'normal', meanMs: 200, deviationMs: 50 },
    [
      [100, 0.02275],
      [150, 0.158655],
      [200, 0.5],
      [250, 0.841345],
      [316.317, 0.99],
    ],
  ],
  [
    { distribution: 'lognormal', medianMs: 200, p99Ms: 2000 },
    [
      [56.27, 0.1],
      [200, 0.5],
      [710.9, 0.9],
      [2000, 0.99],
    ],
  ],
  [
    { distribution: 'exponential', meanMs: 100 },
    [
      [10.5361, 0.1],
      [69.3147, 0.5],
      [230.2585, 0.9],
      [460.517, 0.99],
    ],
  ],
  [
    {
      distribution: 'percentiles',
      points: [
        { percentile: 50, ms: 80 },
        { percentile: 90, ms: 200 },
        { percentile: 99, ms: 2000 },
      ],
    },
    [
      [40, 0.25],
      [80, 0.5],
      [140, 0.7],
      [200, 0.9],
      [1100, 0.945],
    ],
  ],
];

describe('sample', () => {
  describe.each(STATED)('of %j', (distribution, stated) => {
    const values = draws(distribution);

    it.each(stated)('is at most %d ms in a share of %d', (ms, share) => {
      expectShare(values, (value) => value <= ms, share);
    });
  });

  it('of a fixed duration is that duration', () => {
    expect(sampleDistribution({ distribution: 'fixed', ms: 200 }, always())).toBe(200);
  });

  it('of a list takes each value as often as its weight says, whatever the weights add up to', () => {
    const values = draws({
      distribution: 'list',
      values: [
        { ms: 10, weight: 7 },
        { ms: 1000, weight: 2 },
        { ms: 20, weight: 1 },
      ],
    });
    expect(new Set(values)).toEqual(new Set([10, 1000, 20]));
    expectShare(values, (value) => value === 10, 0.7);
    expectShare(values, (value) => value === 1000, 0.2);
    expectShare(values, (value) => value === 20, 0.1);
  });

  it('of percentiles never goes past the last one, which takes the rest', () => {
    const distribution: Distribution = { distribution: 'percentiles', points: [{ percentile: 90, ms: 100 }] };
    const values = draws(distribution);
    expect(Math.max(...values)).toBe(100);
    expectShare(values, (value) => value < 100, 0.9);
  });

  it('is never below zero', () => {
    const values = draws({ distribution: 'normal', meanMs: 10, deviationMs: 100 });
    expect(Math.min(...values)).toBe(0);
  });

  it.each<Distribution>([
    { distribution: 'normal', meanMs: MAX_DURATION_MS, deviationMs: MAX_DURATION_MS },
    { distribution: 'lognormal', medianMs: 0.001, p99Ms: MAX_DURATION_MS },
    { distribution: 'exponential', meanMs: MAX_DURATION_MS },
  ])('takes what would be over an hour for an hour: %j', (distribution) => {
    expect(sampleDistribution(distribution, always(1 - 2 ** -53, 0))).toBe(MAX_DURATION_MS);
  });

  it('of a distribution without spread is its centre', () => {
    expect(sampleDistribution({ distribution: 'uniform', minMs: 5, maxMs: 5 }, always(0.3))).toBe(5);
    expect(sampleDistribution({ distribution: 'normal', meanMs: 5, deviationMs: 0 }, always(0.3, 0.8))).toBe(5);
    expect(sampleDistribution({ distribution: 'lognormal', medianMs: 5, p99Ms: 5 }, always(0.3, 0.8))).toBe(5);
  });

  it.each([0, 1 - 2 ** -53])('gives a number for a draw of %d, whatever the distribution', (u) => {
    for (const [distribution] of STATED) {
      const ms = sampleDistribution(distribution, always(u, u));
      expect(ms).toBeGreaterThanOrEqual(0);
      expect(ms).toBeLessThanOrEqual(MAX_DURATION_MS);
    }
  });
});
