import { mean, median, sum } from 'simple-statistics';
import { compareGoodput } from './analysis/compare-goodput.ts';
import { compareLatency } from './analysis/compare-latency.ts';
import type { PairedItem } from './analysis/paired-item.ts';
import {
  type ComparisonOptions,
  type RatioComparison,
  SMALLEST_DIFFERENCE,
  type Verdict,
} from './analysis/ratio-comparison.ts';
import { type WhyNot, whyNot } from './analysis/why-not.ts';
import { type CellGroup, cellName } from './cell-group.ts';
import type { ItemPairs } from './pair-items.ts';

/** One figure of two sides. */
export interface FigurePair {
  /** The geometric mean of A's repetitions, in the figure's unit; absent where there is none. */
  readonly a?: number;
  readonly b?: number;
  /** B's figure over A's with its interval and verdict, or why there is none. */
  readonly comparison: RatioComparison | WhyNot;
}

/** How one cell of B compares with the same cell of A, over all their repetitions. */
export interface ComparedCell {
  readonly server: string;
  readonly strategy: string;
  readonly m: number;
  readonly repetitions: { readonly a: number; readonly b: number };
  /** The goodput, in ok items per second. */
  readonly goodputPerSecond: FigurePair;
  /** The median latency of the items that both sides answered with ok. */
  readonly latencyMs: FigurePair;
  /** What both figures come to; `mixed` when one is faster and the other slower. */
  readonly verdict: Verdict | 'mixed' | 'not compared';
}

/** How far apart two times must be, in milliseconds: a pause to collect garbage is no difference between clients. */
const UNREPEATED_MS = { elapsed: 5, latency: 2 };

/** The same where repetitions show how much is chance: a tick of a timer. */
const REPEATED_MS = { elapsed: 1, latency: 1 };

/**
 * Compares a cell that both runs have measured at least once.
 *
 * @param paired the cell's items in all repetitions
 */
export function compareCell(
  { a, b }: { readonly a: CellGroup; readonly b: CellGroup },
  paired: ItemPairs,
  options: ComparisonOptions,
): ComparedCell {
  const { server, strategy, m } = a;
  const repetitions = { a: a.measured.length, b: b.measured.length };
  const least = leastDifferenceMs(a, b);
  const goodputPerSecond = goodputPair(a, b, paired, least.elapsed, options);
  const latencyMs = latencyPair(paired.items, least.latency, options);
  return {
    server,
    strategy,
    m,
    repetitions,
    goodputPerSecond,
    latencyMs,
    verdict: verdictOf([goodputPerSecond, latencyMs]),
  };
}

/** Without repetitions, by how much the machine kept the clients waiting is known only from how late their event loops were. */
function leastDifferenceMs(a: CellGroup, b: CellGroup): typeof REPEATED_MS {
  const cells = [...a.measured, ...b.measured].map(({ cell }) => cell);
  if (cells.length > 2) return REPEATED_MS;
  const lateMs = sum(cells.map(({ eventLoopDelayP99Ms = 0 }) => eventLoopDelayP99Ms));
  return { elapsed: Math.max(UNREPEATED_MS.elapsed, lateMs), latency: Math.max(UNREPEATED_MS.latency, lateMs) };
}

function verdictOf(figures: readonly FigurePair[]): ComparedCell['verdict'] {
  const verdicts = new Set(figures.flatMap(({ comparison }) => (comparison.ok ? [comparison.verdict] : [])));
  if (verdicts.has('faster')) return verdicts.has('slower') ? 'mixed' : 'faster';
  if (verdicts.has('slower')) return 'slower';
  return verdicts.has('no difference shown') ? 'no difference shown' : 'not compared';
}

function goodputPair(
  a: CellGroup,
  b: CellGroup,
  { items, unpaired }: ItemPairs,
  leastMs: number,
  options: ComparisonOptions,
): FigurePair {
  const goodputs = { a: figuresOf(a, 'goodputPerSecond'), b: figuresOf(b, 'goodputPerSecond') };
  const times = [a, b].map((side) => geometricMean(figuresOf(side, 'elapsedMs')));
  return {
    a: geometricMean(goodputs.a),
    b: geometricMean(goodputs.b),
    comparison:
      unpaired > 0
        ? whyNot(`goodput depends on all flags of ${cellName(a)}, and ${unpaired} of them were on one side only`)
        : compareGoodput({ items, ...goodputs }, isTimeAlone(a, b) ? withLeast(options, leastMs, times) : options),
  };
}

function latencyPair(items: readonly PairedItem[], leastMs: number, options: ComparisonOptions): FigurePair {
  const bothOk = items.filter(({ a, b }) => [a, b].every((runs) => runs.some((sample) => sample?.ok)));
  if (bothOk.length === 0) return { comparison: compareLatency(items, options) };
  const [a, b] = [latencyOf(bothOk, 'a'), latencyOf(bothOk, 'b')];
  return { a, b, comparison: compareLatency(items, withLeast(options, leastMs, [a, b])) };
}

/** The geometric mean over the repetitions of the median latency of what was ok. */
function latencyOf(items: readonly PairedItem[], side: 'a' | 'b'): number {
  const repetitions = Array.from(items[0]![side], (_, i) =>
    items.flatMap((item) => (item[side][i]?.ok ? [item[side][i].latencyMs] : [])),
  );
  return geometricMean(repetitions.filter((latencies) => latencies.length > 0).map(median));
}

/** Whether about as many items were ok on both sides: if not, their goodputs differ by more than pauses and ticks can explain. */
function isTimeAlone(a: CellGroup, b: CellGroup): boolean {
  const [one, other] = [a, b].map(({ measured }) => mean(measured.map(({ cell }) => cell.outcomes.ok / cell.items)));
  return Math.abs(one! - other!) < SMALLEST_DIFFERENCE;
}

/** Raises the smallest difference worth reporting to a number of milliseconds, as a share of the shorter time. */
function withLeast(options: ComparisonOptions, leastMs: number, timesMs: readonly number[]): ComparisonOptions {
  const { smallestDifference = SMALLEST_DIFFERENCE } = options;
  const shortestMs = Math.min(...timesMs);
  if (shortestMs <= 0) return options;
  return { ...options, smallestDifference: Math.max(smallestDifference, leastMs / shortestMs) };
}

function figuresOf({ measured }: CellGroup, figure: 'goodputPerSecond' | 'elapsedMs'): number[] {
  return measured.map(({ cell }) => cell[figure]);
}

/** 0 when one of the values is. */
function geometricMean(values: readonly number[]): number {
  return values.includes(0) ? 0 : Math.exp(mean(values.map(Math.log)));
}
