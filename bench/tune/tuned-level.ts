import { mean } from 'simple-statistics';
import { type Condition, firstUnmet } from '../result/condition.ts';
import type { Interval } from '../result/curve.ts';
import type { Figures } from '../result/figures.ts';
import { isWorkDone, mainFailure } from '../result/withheld.ts';
import { meanInterval } from '../statistics/mean-interval.ts';
import { type RelativeNoise, relativeNoise } from '../statistics/relative-noise.ts';

/** A level of m, over all its measurements. */
export interface TunedLevel {
  readonly m: number;
  /** Goodput per second, with its 95 % interval. */
  readonly goodput: Interval;
  readonly measurements: number;
  /** The mean of its measurements' efficiencies; absent where one has none. */
  readonly efficiency?: number;
  /** Whether more than half of its measurements meet the goal, and all did their work without being refused. */
  readonly allowed: boolean;
  /** Why not, as the first that does not says it; absent where it is allowed. */
  readonly unmet?: string;
}

/** What a quiet machine shows, as sure as from so many repetitions: the first few of a search say little by themselves. */
const USUAL_NOISE: RelativeNoise = { share: 0.03, degrees: 4 };

/** How much the goodputs of one level differ, by all levels and by what is usual. */
export function tuneNoise(groups: readonly (readonly number[])[]): RelativeNoise {
  const seen = relativeNoise(groups) ?? { share: 0, degrees: 0 };
  const degrees = seen.degrees + USUAL_NOISE.degrees;
  const variance = (seen.degrees * seen.share ** 2 + USUAL_NOISE.degrees * USUAL_NOISE.share ** 2) / degrees;
  return { share: Math.sqrt(variance), degrees };
}

/** Why a measurement cannot be good, whatever its goodput, without a full stop; undefined where it can. */
export function whyNotAllowed(sample: Figures, conditions: readonly Condition[]): string | undefined {
  const { refused = 0, requests, withheld, goodputPerSecond } = sample;
  if (refused > 0) return `the server refused ${refused} of ${Math.max(requests, refused)}`;
  if (goodputPerSecond === 0) return `nothing ended ok: ${mainFailure([sample])}`;
  // That a level was done too soon for other comparisons shows as noise here, which the search looks at.
  return isWorkDone(sample) ? firstUnmet(conditions, sample) : withheld;
}

/** What the measurements of one level say together. */
export function tunedLevel(
  m: number,
  samples: readonly Figures[],
  conditions: readonly Condition[],
  noise: RelativeNoise,
): TunedLevel {
  const goodputs = samples.map(({ goodputPerSecond }) => goodputPerSecond);
  const estimate = meanInterval(goodputs, { noise });
  const value = mean(goodputs);
  const { low, high } = estimate.ok ? estimate : { low: value, high: value };
  const efficiency = mean(samples.map((sample) => sample.efficiency ?? Number.NaN));
  const reasons = samples.flatMap((sample) => whyNotAllowed(sample, conditions) ?? []);
  const isBroken = samples.some((sample) => whyNotAllowed(sample, []) !== undefined);
  const allowed = !isBroken && reasons.length < samples.length / 2;
  return {
    m,
    goodput: { value, low: Math.max(0, low), high },
    measurements: samples.length,
    ...(Number.isFinite(efficiency) && { efficiency }),
    allowed,
    ...(!allowed && { unmet: reasons[0]! }),
  };
}
