import { linearRegression, median } from 'simple-statistics';
import { type CellResult, isMeasured, type MeasuredCell } from '../result/cell.ts';
import { seriesName } from '../result/cell-group.ts';
import type { Condition } from '../result/condition.ts';
import type { Curve, Interval, Level, OpenInterval, UslCurve } from '../result/curve.ts';
import type { Estimate } from '../statistics/estimate.ts';
import { meanInterval } from '../statistics/mean-interval.ts';
import type { WhyNot } from '../statistics/why-not.ts';
import { curveVerdict, isClean } from './curve-verdict.ts';
import { highest } from './highest-m.ts';
import { kneeAgreement } from './knee-agreement.ts';
import { kneedle } from './kneedle.ts';
import type { KnownKnee, NotKnown } from './known-knee.ts';
import { fitUsl, type UslFit } from './usl-fit.ts';

/** Fewer levels are no curve. */
const LEVELS_NEEDED = 2;

/**
 * What the sweeps among the cells say: one curve for each server and strategy with two levels of m or more.
 *
 * @param conditions of which the highest m is wanted that meets them all
 * @param knownKnee where, by the fates, more concurrency stops paying on a server
 * @param cap the most requests in flight that a server gets for politeness; absent for no such cap
 */
export function analyseSweeps(
  cells: readonly CellResult[],
  seed: number,
  conditions: readonly Condition[] = [],
  knownKnee: (server: string) => KnownKnee | NotKnown | undefined = () => undefined,
  cap?: number,
): Curve[] {
  const groups = Map.groupBy(cells.filter(isMeasured), seriesName);
  return [...groups.values()]
    .filter((group) => new Set(group.map(({ m }) => m)).size >= LEVELS_NEEDED)
    .map((group) => curveOf(group, seed, conditions, knownKnee(group[0]!.server), cap));
}

function curveOf(
  cells: readonly MeasuredCell[],
  seed: number,
  conditions: readonly Condition[],
  known: KnownKnee | NotKnown | undefined,
  cap: number | undefined,
): Curve {
  const { server, strategy } = cells[0]!;
  const levels = levelsOf(cells);
  const clean = new Set(levels.filter(isClean).map(({ m }) => m));
  const counted = cells.filter(({ m }) => clean.has(m));
  const measurements = counted.map(({ m, goodputPerSecond }) => ({ m, throughput: goodputPerSecond }));
  const fit = fitUsl(measurements, { seed });
  const { fitM, kneedleM, sentence } = kneeAgreement(fit, kneedle(measurements));
  const bytes = bytesPerRequestInFlight(cells);
  return {
    server,
    strategy,
    levels,
    verdict: curveVerdict({ server, strategy, levels }, known, cap),
    usl: uslOf(fit),
    knee: {
      ...(fitM !== undefined && Number.isFinite(fitM) && { byFit: fitM }),
      ...(kneedleM !== undefined && { byKneedle: kneedleM }),
      sentence,
    },
    ...(conditions.length > 0 && { highest: highest(cells, conditions) }),
    ...(bytes !== undefined && { bytesPerRequestInFlight: bytes }),
  };
}

function levelsOf(cells: readonly MeasuredCell[]): Level[] {
  const byM = [...Map.groupBy(cells, ({ m }) => m)].sort(([a], [b]) => a - b);
  return byM.map(([m, group]) => {
    const p95 = medianOf(group.map(({ latencyP95Ms }) => latencyP95Ms));
    const efficiency = medianOf(group.map(({ efficiency: share }) => share));
    const withheld = group.find((cell) => cell.withheld !== undefined)?.withheld;
    return {
      m,
      repetitions: group.length,
      goodputPerSecond: goodputOf(group),
      ...(p95 !== undefined && { latencyP95Ms: p95 }),
      errorShare: median(group.map(({ errorShare }) => errorShare)),
      ...(efficiency !== undefined && withheld === undefined && { efficiency }),
      refused: Math.max(...group.map(({ refused = 0 }) => refused)),
      ...(withheld !== undefined && { withheld }),
    };
  });
}

/** One repetition has no interval: its ends are its value. Of two the interval is wide, but no goodput is below 0. */
function goodputOf(group: readonly MeasuredCell[]): Interval {
  const goodputs = group.map(({ goodputPerSecond }) => goodputPerSecond);
  const estimate = meanInterval(goodputs);
  if (estimate.ok) return { ...intervalOf(estimate), low: Math.max(0, estimate.low) };
  return { value: goodputs[0]!, low: goodputs[0]!, high: goodputs[0]! };
}

function uslOf(fit: UslFit | WhyNot): UslCurve | { why: string } {
  if (!fit.ok) return { why: fit.why };
  return {
    unitGoodputPerSecond: intervalOf(fit.unitThroughput),
    contention: intervalOf(fit.contention),
    coherency: intervalOf(fit.coherency),
    ...(fit.slots !== undefined && hasEnds(fit.slots) && { slots: intervalOf(fit.slots) }),
    ...(Number.isFinite(fit.peakConcurrency.value) && { peakM: openIntervalOf(fit.peakConcurrency) }),
    r2: fit.rSquared ?? 1,
  };
}

/** How much memory each further request in flight takes: the slope of peak RSS over m, by least squares. */
function bytesPerRequestInFlight(cells: readonly MeasuredCell[]): number | undefined {
  const { m: slope } = linearRegression(cells.map(({ m, peakRssBytes }) => [m, peakRssBytes]));
  return Number.isFinite(slope) ? slope : undefined;
}

function medianOf(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 ? undefined : median(known);
}

/** JSON has no Infinity. */
function hasEnds({ value, low, high }: Estimate): boolean {
  return [value, low, high].every(Number.isFinite);
}

function openIntervalOf({ value, low, high }: Estimate): OpenInterval {
  return { value, low, ...(Number.isFinite(high) && { high }) };
}

function intervalOf({ value, low, high }: Estimate): Interval {
  return { value, low, high };
}
