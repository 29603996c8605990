import { mean, rSquared, sum } from 'simple-statistics';
import { DEFAULT_CONFIDENCE } from '../statistics/bootstrap.ts';
import type { Estimate } from '../statistics/estimate.ts';
import { expandedTail, percentileInterval } from '../statistics/percentile-interval.ts';
import { squaredDeviations } from '../statistics/squared-deviations.ts';
import { type WhyNot, whyNot } from '../statistics/why-not.ts';
import { type LevelValues, measurementsByLevel } from './measurements-by-level.ts';
import { peakConcurrency, type UslParameters, uslThroughput } from './usl.ts';
import { chooseUsl, type UslChoice } from './usl-choice.ts';
import { resampledLaws } from './usl-resampling.ts';

/** One cell of a sweep, as the fit needs it. Repetitions of a level are separate measurements. */
export interface ThroughputMeasurement {
  readonly m: number;
  /** Per second. */
  readonly throughput: number;
}

/** How to fit. */
export interface UslFitOptions {
  readonly seed: number;
  /** That the intervals of all fitted numbers hold at once. Default 0.95. */
  readonly confidence?: number;
  /** Default 1000. */
  readonly resamples?: number;
}

/** The law that describes a sweep best, and how sure that is. */
export interface UslFit {
  readonly ok: true;
  /** γ, per second. */
  readonly unitThroughput: Estimate;
  /** α. */
  readonly contention: Estimate;
  /** β. */
  readonly coherency: Estimate;
  /** Where capacity ends in a flat line; absent when the sweep shows no such end. */
  readonly slots?: Estimate;
  /** N*, at most the slots. Infinity when nothing ends the growth. */
  readonly peakConcurrency: Estimate;
  /** Whether N* lies past the highest level measured: a guess about what nobody saw. */
  readonly extrapolated: boolean;
  /** The share of the throughput's variance that the law explains (R²); absent when all throughputs are equal. */
  readonly rSquared?: number;
}

/** Fewer distinct levels than this do not tell contention, coherency and noise apart. */
const LEVELS_NEEDED = 6;

/**
 * Fits the Universal Scalability Law to a sweep: least squares of the logarithms by Levenberg–Marquardt. A server with a
 * fixed number of slots ends in a flat line, which the law alone describes badly; when the law with an end of capacity is
 * significantly better, that one is fitted. The numbers are read together, so their intervals are simultaneous: each
 * takes its part of the doubt (Bonferroni), by residual bootstrap with expanded percentiles.
 *
 * @returns why not, when there are fewer than six levels or a level answered nothing
 * @throws TypeError when an m is below 1 or a throughput is negative or not finite.
 */
export function fitUsl(measurements: readonly ThroughputMeasurement[], options: UslFitOptions): UslFit | WhyNot {
  const measured = measurementsByLevel(measurements, ({ throughput }) => throughput);
  if (measured.length < LEVELS_NEEDED) {
    return whyNot(`the fit needs ${LEVELS_NEEDED} levels of concurrency, and there are ${measured.length}`);
  }
  const silent = measured.find(({ values }) => values.includes(0));
  if (silent !== undefined) {
    return whyNot(`nothing was answered at m = ${silent.m}, which the law cannot describe: leave that level out`);
  }
  const choice = chooseUsl(
    measured.map(({ m, values }) => ({ m, meanLog: mean(values.map(Math.log)), count: values.length })),
    sum(measured.map(({ values }) => squaredDeviations(values.map(Math.log)))),
  );
  return describeFit(measured, choice, options);
}

function describeFit(measured: readonly LevelValues[], choice: UslChoice, options: UslFitOptions): UslFit {
  const { confidence = DEFAULT_CONFIDENCE, ...drawOptions } = options;
  const { law, found } = choice;
  const laws = resampledLaws(measured, choice, drawOptions);
  const degrees = sum(measured.map(({ values }) => values.length)) - found;
  const tail = expandedTail(1 - (1 - confidence) / found, degrees);
  const estimate = (quantity: (law: UslParameters) => number) => estimateOf(quantity(law), laws.map(quantity), tail);
  const peak = estimate(peakConcurrency);
  const explained = explainedShare(measured, law);
  return {
    ok: true,
    unitThroughput: estimate(({ unitThroughput }) => unitThroughput),
    contention: estimate(({ contention }) => contention),
    coherency: estimate(({ coherency }) => coherency),
    ...(Number.isFinite(law.slots) && { slots: estimate(({ slots }) => slots) }),
    peakConcurrency: peak,
    extrapolated: peak.value > measured.at(-1)!.m,
    ...(explained !== undefined && { rSquared: explained }),
  };
}

function estimateOf(value: number, draws: readonly number[], tail: number): Estimate {
  const { low, high } = percentileInterval(draws, tail) ?? { low: value, high: value };
  return { value, low: Math.min(low, value), high: Math.max(high, value) };
}

/** R²; undefined when all throughputs are equal, so that nothing varies. */
function explainedShare(measured: readonly LevelValues[], law: UslParameters): number | undefined {
  const points = measured.flatMap(({ m, values }) => values.map((value) => [m, value]));
  if (points.every(([, value]) => value === points[0]![1])) return undefined;
  return rSquared(points, (m) => uslThroughput(law, m));
}
