import { median } from 'simple-statistics';
import { isMeasured, type MeasuredCell } from '../../result/cell.ts';
import type { Curve, Interval, Level, UslCurve } from '../../result/curve.ts';
import type { BenchResult } from '../../result/result.ts';
import { RATE } from '../../result/unit.ts';
import { meanInterval } from '../../statistics/mean-interval.ts';
import { isClean } from '../../sweep/curve-verdict.ts';
import { type CurveExplanation, explainCurve, NO_VERDICT } from '../../sweep/explain-curve.ts';
import { measurementsByLevel } from '../../sweep/measurements-by-level.ts';
import { uslThroughput } from '../../sweep/usl.ts';
import { significant } from './rounding.ts';

/** How many points make a fitted line look smooth. */
const FIT_POINTS = 48;

/** Goodput at one m. */
export interface CurvePoint {
  readonly m: number;
  readonly goodputPerSecond: number;
}

/** What one strategy reached at one m, over all repetitions. */
export interface CurveLevel {
  readonly m: number;
  readonly repetitions: number;
  readonly goodputPerSecond: Interval;
  /** The goodput for people, with its interval where it was measured more than once. */
  readonly text: string;
}

/** What can be held against a level. */
export type LevelDoubt = Pick<Level, 'm' | 'refused' | 'withheld'>;

/** One strategy in a panel. */
export interface CurveSeries {
  readonly strategy: string;
  readonly levels: readonly CurveLevel[];
  /** What can be held against which level; absent where nothing is known of that. */
  readonly doubts?: readonly LevelDoubt[];
  /** The fitted line; absent where there is none. */
  readonly fit?: readonly CurvePoint[];
  /** Where on the curve more concurrency stops paying; absent where none of the levels is there. */
  readonly knee?: CurvePoint;
  /** What is to be said about it: where more concurrency stops paying, and why. Empty for a single level. */
  readonly sentences: readonly string[];
  /** What general ways to find a knee say, and whether they may be used here, for whoever asks. Empty for a single level. */
  readonly explanations: readonly CurveExplanation[];
}

/** Goodput over m against one server. */
export interface CurvePanel {
  readonly server: string;
  readonly series: readonly CurveSeries[];
  /** What the fates would have allowed; empty where they hold no time. */
  readonly ideal: readonly CurvePoint[];
}

/** One panel for each server of which a strategy was swept; strategies with a single level are in it as a point. */
export function curvePanels({ cells, curves }: Pick<BenchResult, 'cells' | 'curves'>): CurvePanel[] {
  const servers = [...new Set(curves.map(({ server }) => server))];
  return servers.map((server) => {
    const measured = cells.filter(isMeasured).filter((cell) => cell.server === server);
    const byStrategy = [...Map.groupBy(measured, ({ strategy }) => strategy)];
    const series = byStrategy.map(([strategy, group]) => {
      const curve = curves.find((candidate) => candidate.server === server && candidate.strategy === strategy);
      return curve === undefined ? single(strategy, group) : swept(curve);
    });
    return { server, series, ideal: idealLine(measured) };
  });
}

function single(strategy: string, group: readonly MeasuredCell[]): CurveSeries {
  const goodputs = group.map(({ goodputPerSecond }) => goodputPerSecond);
  const { m, goodputPerSecond: only } = group[0]!;
  const estimate = meanInterval(goodputs);
  const { value, low, high } = estimate.ok ? estimate : { value: only, low: only, high: only };
  const interval = { value: significant(value), low: significant(Math.max(0, low)), high: significant(high) };
  const level = levelAt({ m, repetitions: group.length, goodputPerSecond: interval });
  const refused = Math.max(...group.map((cell) => cell.refused ?? 0));
  const withheld = group.find((cell) => cell.withheld !== undefined)?.withheld;
  const doubts = [{ m, refused, ...(withheld !== undefined && { withheld }) }];
  return { strategy, levels: [level], doubts, sentences: [], explanations: [] };
}

function swept(curve: Curve): CurveSeries {
  const { strategy, levels, usl, verdict, highest } = curve;
  const fit = 'why' in usl ? undefined : fitLine(usl, levels[0]!.m, levels.at(-1)!.m);
  const measured = levels
    .filter(isClean)
    .map(({ m, goodputPerSecond }) => ({ m, goodputPerSecond: goodputPerSecond.value }));
  const mark = verdict?.enoughM === undefined ? undefined : pointOn(measured, verdict.enoughM.value);
  return {
    strategy,
    levels: levels.map(levelAt),
    doubts: levels.map(doubtOf),
    ...(fit !== undefined && { fit }),
    ...(mark !== undefined && { knee: mark }),
    sentences: [verdict?.sentence ?? NO_VERDICT, ...(highest === undefined ? [] : [highest.sentence])],
    explanations: explainCurve(curve),
  };
}

function doubtOf({ m, refused, withheld }: Level): LevelDoubt {
  return { m, ...(refused !== undefined && { refused }), ...(withheld !== undefined && { withheld }) };
}

function levelAt({ m, repetitions, goodputPerSecond }: Omit<CurveLevel, 'text'>): CurveLevel {
  const { value, low, high } = goodputPerSecond;
  const lines = [`goodput ${RATE.text(value)}`];
  if (repetitions > 1) lines.push(`${RATE.text(low)} to ${RATE.text(high)}, ${repetitions} repetitions`);
  return { m, repetitions, goodputPerSecond, text: lines.join('\n') };
}

/** Evenly spaced on the logarithmic axis that it is drawn on. */
function fitLine(
  { unitGoodputPerSecond, contention, coherency, slots }: UslCurve,
  lowest: number,
  highest: number,
): CurvePoint[] {
  const parameters = {
    unitThroughput: unitGoodputPerSecond.value,
    contention: contention.value,
    coherency: coherency.value,
    slots: slots?.value ?? Number.POSITIVE_INFINITY,
  };
  const ms = Array.from({ length: FIT_POINTS }, (_, i) => lowest * (highest / lowest) ** (i / (FIT_POINTS - 1)));
  // The corner where capacity ends must not be cut.
  const all = [...ms, ...(slots === undefined ? [] : [slots.value])].filter((m) => m >= lowest && m <= highest);
  return all
    .sort((a, b) => a - b)
    .map((m) => ({ m: significant(m), goodputPerSecond: significant(uslThroughput(parameters, m)) }));
}

/** Where a line is at m; undefined where nothing was measured there. */
function pointOn(line: readonly CurvePoint[], m: number): CurvePoint | undefined {
  const right = line.find((point) => point.m >= m);
  const left = line.findLast((point) => point.m <= m);
  if (left === undefined || right === undefined) return undefined;
  const share = right.m === left.m ? 0 : (m - left.m) / (right.m - left.m);
  return { m, goodputPerSecond: left.goodputPerSecond + share * (right.goodputPerSecond - left.goodputPerSecond) };
}

/** What turned away requests changes a cell's ideal: the median over strategies and repetitions says what is usual. */
function idealLine(cells: readonly MeasuredCell[]): CurvePoint[] {
  const timed = cells.filter(({ idealMs }) => idealMs > 0);
  const levels = measurementsByLevel(timed, ({ outcomes, idealMs }) => (outcomes.ok / idealMs) * 1000);
  return levels.map(({ m, values }) => ({ m, goodputPerSecond: significant(median([...values])) }));
}
