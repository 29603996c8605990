import { mean, median } from 'simple-statistics';
import type { CellGroup } from '../result/cell-group.ts';
import { isMerelyTooShort, TOO_SHORT } from '../result/too-short.ts';
import { isWorkDone } from '../result/withheld.ts';
import { type WhyNot, whyNot } from '../statistics/why-not.ts';
import { compareGoodput } from './compare-goodput.ts';
import { compareLatency } from './compare-latency.ts';
import type { ItemPairs } from './pair-items.ts';
import type { PairedItem } from './paired-item.ts';
import { type ComparisonOptions, type RatioComparison, SMALLEST_DIFFERENCE, type Verdict } from './ratio-comparison.ts';

/** One figure of two sides. */
export interface FigurePair {
  /** The geometric mean of A's repetitions, in the figure's unit; absent where there is none. */
  readonly a?: number;
  readonly b?: number;
  /** B's figure over A's with its interval and verdict, or why there is none. */
  readonly comparison: RatioComparison | WhyNot;
}

/** What both figures of a cell come to; `mixed` when one is faster and the other slower. */
export type CellVerdict = Verdict | 'mixed' | 'not compared';

/** How one cell of B compares with the same cell of A, over all their repetitions. */
export interface ComparedCell {
  readonly server: string;
  readonly strategy: string;
  readonly m: number;
  /** Where the rate of requests rises from cell to cell. */
  readonly ratePerSecond?: number;
  readonly repetitions: { readonly a: number; readonly b: number };
  /** The goodput, in ok items per second. */
  readonly goodputPerSecond: FigurePair;
  /** The median latency of the items that both sides answered with ok. */
  readonly latencyMs: FigurePair;
  readonly verdict: CellVerdict;
  /** Why it is undecided, without a full stop; absent where it is not. */
  readonly undecidedSince?: string;
}

/**
 * How far apart two times must be, in milliseconds, where nothing was repeated: so much the start of a thread or a pause to
 * collect garbage takes from one run and not from another.
 */
const UNREPEATED_MS = 20;

/** And such a share of the CPU time more: a client of many threads waits for its turn on a core, now longer, now shorter. */
const UNREPEATED_CPU_SHARE = 1 / 40;

/** The same where repetitions show how much is chance: a tick of a timer. */
const REPEATED_MS = 1;

/** Why one that something disturbed is undecided. */
const DOUBTED = 'a self-check doubts it';

/** A cell that both runs have measured at least once. */
export interface CellPair {
  readonly a: CellGroup;
  readonly b: CellGroup;
  /** Its items in all repetitions. */
  readonly paired: ItemPairs;
  /** Whether a self-check of either run speaks against its times. */
  readonly isDoubted: boolean;
}

/** Compares a cell of one run with the same cell of another. */
export function compareCell({ a, b, paired, isDoubted }: CellPair, options: ComparisonOptions): ComparedCell {
  const { server, strategy, m, ratePerSecond } = a;
  const repetitions = { a: a.measured.length, b: b.measured.length };
  const isRepeated = repetitions.a + repetitions.b > 2;
  const leastMs = isRepeated ? REPEATED_MS : UNREPEATED_MS + UNREPEATED_CPU_SHARE * cpuMs(a, b);
  const notMeant = whyNotMeant('A', a) ?? whyNotMeant('B', b);
  const measured = {
    goodputPerSecond: goodputPair(a, b, paired, leastMs, options, notMeant),
    latencyMs: latencyPair(paired.items, leastMs, options, notMeant),
  };
  const verdict = verdictOf(measured);
  const common = { server, strategy, m, ...(ratePerSecond !== undefined && { ratePerSecond }), repetitions };
  const isDecided = isRepeated || !isTimeAlone(a, b) || isOwnDoing(a, b);
  const since = isTooShort(a, b) ? TOO_SHORT : isDoubted && isShown(verdict) ? DOUBTED : undefined;
  if (since === undefined || verdict === 'not compared' || (isShown(verdict) && isDecided)) {
    return { ...common, ...measured, verdict };
  }
  return {
    ...common,
    goodputPerSecond: undecided(measured.goodputPerSecond, since),
    latencyMs: undecided(measured.latencyMs, since),
    verdict: 'undecided',
    undecidedSince: since,
  };
}

/** Of a cell that was over too soon neither a difference nor that there is none is told. */
function isTooShort(...sides: readonly CellGroup[]): boolean {
  return sides.some(({ measured }) => measured.some(({ cell }) => isMerelyTooShort(cell)));
}

/** One measurement that something disturbed, or a very short one, can differ from another by any ratio, and mean nothing. */
function undecided(figure: FigurePair, since: string): FigurePair {
  const { comparison } = figure;
  if (!comparison.ok || (since === DOUBTED && comparison.verdict === 'no difference shown')) return figure;
  const why = since === DOUBTED ? `${since}, and nothing was repeated` : since;
  return {
    ...figure,
    comparison: { ...comparison, verdict: 'undecided', sentence: `${comparison.sentence}, but ${why}` },
  };
}

/**
 * Whether the slower client computed for at least half of the time that it took longer: then what held it up was no chance.
 * CPU time beyond the elapsed time is that of threads, whose start is in it and differs from run to run.
 */
function isOwnDoing(a: CellGroup, b: CellGroup): boolean {
  const [fast, slow] = [a.measured[0]!.cell, b.measured[0]!.cell].sort((one, other) => one.elapsedMs - other.elapsedMs);
  const cpuMs = slow!.cpuSeconds * 1000;
  return cpuMs <= slow!.elapsedMs && cpuMs - fast!.cpuSeconds * 1000 >= (slow!.elapsedMs - fast!.elapsedMs) / 2;
}

function verdictOf({ goodputPerSecond, latencyMs }: Pick<ComparedCell, 'goodputPerSecond' | 'latencyMs'>): CellVerdict {
  const figures = [goodputPerSecond, latencyMs];
  const verdicts = new Set(figures.flatMap(({ comparison }) => (comparison.ok ? [comparison.verdict] : [])));
  if (verdicts.has('faster')) return verdicts.has('slower') ? 'mixed' : 'faster';
  if (verdicts.has('slower')) return 'slower';
  return verdicts.has('no difference shown') ? 'no difference shown' : 'not compared';
}

function isShown(verdict: CellVerdict): boolean {
  return verdict === 'faster' || verdict === 'slower' || verdict === 'mixed';
}

function goodputPair(
  a: CellGroup,
  b: CellGroup,
  { items, unpaired }: ItemPairs,
  leastMs: number,
  options: ComparisonOptions,
  notMeant: string | undefined,
): FigurePair {
  const goodputs = { a: figuresOf(a, 'goodputPerSecond'), b: figuresOf(b, 'goodputPerSecond') };
  const times = [a, b].map((side) => geometricMean(figuresOf(side, 'elapsedMs')));
  return {
    a: geometricMean(goodputs.a),
    b: geometricMean(goodputs.b),
    comparison:
      notMeant !== undefined
        ? whyNot(notMeant)
        : unpaired > 0
          ? whyNot('it depends on all flags, and some are in one run only')
          : compareGoodput({ items, ...goodputs }, isTimeAlone(a, b) ? withLeast(options, leastMs, times) : options),
  };
}

/** Why the times of a side say nothing of the work that was asked for; a short time may be compared with another. */
function whyNotMeant(side: 'A' | 'B', { measured }: CellGroup): string | undefined {
  const odd = measured.find(({ cell }) => !isWorkDone(cell));
  return odd === undefined ? undefined : `of ${side} it is withheld: ${odd.cell.withheld}`;
}

function latencyPair(
  items: readonly PairedItem[],
  leastMs: number,
  options: ComparisonOptions,
  notMeant: string | undefined,
): FigurePair {
  const bothOk = items.filter(({ a, b }) => [a, b].every((runs) => runs.some((sample) => sample?.ok)));
  if (bothOk.length === 0) return { comparison: compareLatency(items, options) };
  const [a, b] = [latencyOf(bothOk, 'a'), latencyOf(bothOk, 'b')];
  if (notMeant !== undefined) return { a, b, comparison: whyNot(notMeant) };
  return { a, b, comparison: compareLatency(items, withLeast(options, leastMs, [a, b])) };
}

/** The geometric mean over the repetitions of the median latency of what was ok. */
function latencyOf(items: readonly PairedItem[], side: 'a' | 'b'): number {
  const repetitions = Array.from(items[0]![side], (_, i) =>
    items.flatMap((item) => (item[side][i]?.ok ? [item[side][i].latencyMs] : [])),
  );
  return geometricMean(repetitions.filter((latencies) => latencies.length > 0).map(median));
}

/** The CPU time of the client that took more. */
function cpuMs(...sides: readonly CellGroup[]): number {
  return Math.max(...sides.flatMap(({ measured }) => measured.map(({ cell }) => cell.cpuSeconds * 1000)));
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
