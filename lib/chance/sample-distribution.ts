import { MAX_DURATION_MS } from '../units/duration.ts';
import type { Distribution } from './distribution.ts';
import type { Draw } from './draw.ts';
import { standardNormal } from './standard-normal.ts';

/** The 99th percentile of the standard normal distribution. */
const Z99 = 2.3263478740408408;

/**
 * Draws one duration from a distribution, in milliseconds. A pure function of the distribution and the stream.
 * `normal` takes two draws, and what would be below zero is zero. Of the distributions without an upper end, what would be
 * over an hour is an hour.
 */
export function sampleDistribution(distribution: Distribution, draw: Draw): number {
  return Math.min(MAX_DURATION_MS, unlimited(distribution, draw));
}

function unlimited(distribution: Distribution, draw: Draw): number {
  const d = distribution;
  switch (d.distribution) {
    case 'fixed':
      return d.ms;
    case 'uniform':
      return d.minMs + draw(0) * (d.maxMs - d.minMs);
    case 'normal':
      return Math.max(0, d.meanMs + d.deviationMs * standardNormal(draw(0), draw(1)));
    case 'lognormal':
      return d.medianMs * Math.exp((Math.log(d.p99Ms / d.medianMs) / Z99) * standardNormal(draw(0), draw(1)));
    case 'exponential':
      return -d.meanMs * Math.log(1 - draw(0));
    case 'percentiles':
      return interpolate(d.points, draw(0) * 100);
    case 'list':
      return pick(d.values, draw(0));
  }
}

/** Between two stated percentiles the duration grows in a straight line, from 0 ms at p0; past the last it stays. */
function interpolate(points: readonly { percentile: number; ms: number }[], percentile: number): number {
  let below = { percentile: 0, ms: 0 };
  for (const above of points) {
    if (percentile < above.percentile) {
      const share = (percentile - below.percentile) / (above.percentile - below.percentile);
      return below.ms + share * (above.ms - below.ms);
    }
    below = above;
  }
  return below.ms;
}

function pick(values: readonly { ms: number; weight: number }[], u: number): number {
  let left = u * values.reduce((sum, { weight }) => sum + weight, 0);
  for (const { ms, weight } of values) {
    left -= weight;
    if (left < 0) return ms;
  }
  return values.at(-1)!.ms;
}
