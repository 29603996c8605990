import { type WhyNot, whyNot } from '../statistics/why-not.ts';
import { type ItemRuns, PAIRS_NEEDED, type PairedItem } from './paired-item.ts';
import { type ComparisonOptions, compareFigure, type RatioComparison } from './ratio-comparison.ts';

/** Two sides whose goodput is compared. */
export interface GoodputSides {
  readonly items: readonly PairedItem[];
  /** A's measured goodput in each repetition, ok outcomes per second. */
  readonly a: readonly number[];
  readonly b: readonly number[];
}

/**
 * The ratio of the goodputs of B and A: of their geometric means over the repetitions, as measured. What the choice of
 * items adds to the doubt is seen by resampling the items: with m slots kept busy, goodput is m · (ok items)/(sum of
 * latencies), and m is the same in every resample.
 *
 * @returns why not, when too few items are on both sides, or a repetition has no goodput
 * @throws TypeError when a goodput is negative or not finite.
 */
export function compareGoodput({ items, a, b }: GoodputSides, options: ComparisonOptions): RatioComparison | WhyNot {
  const strange = [...a, ...b].find((goodput) => !(goodput >= 0 && goodput < Infinity));
  if (strange !== undefined)
    throw new TypeError(`Expected a goodput to be a finite number of 0 or more, got ${strange}`);
  const pairs = items.map((item) => ({ a: totalsOf(item.a), b: totalsOf(item.b) })).filter(hasBoth);
  if (pairs.length < PAIRS_NEEDED) {
    return whyNot(`comparing goodput needs ${PAIRS_NEEDED} items on both sides, and there are ${pairs.length}`);
  }
  for (const [side, goodputs] of Object.entries({ A: a, B: b })) {
    if (goodputs.length === 0) return whyNot(`${side} has no repetition`);
    if (goodputs.includes(0)) return whyNot(`${side} has a repetition in which nothing was ok, so there is no ratio`);
  }
  return compareFigure(
    { name: 'goodput', higherIsFaster: true, a: a.map(Math.log), b: b.map(Math.log), pairs, logRatioOf },
    options,
  );
}

/** What an item adds up to over a side's repetitions. */
interface Totals {
  readonly ok: number;
  readonly latencyMs: number;
  readonly count: number;
}

interface TotalsPair {
  readonly a: Totals;
  readonly b: Totals;
}

function totalsOf(runs: ItemRuns): Totals {
  return runs.reduce<Totals>(
    (totals, sample) =>
      sample === undefined
        ? totals
        : {
            ok: totals.ok + (sample.ok ? 1 : 0),
            latencyMs: totals.latencyMs + sample.latencyMs,
            count: totals.count + 1,
          },
    { ok: 0, latencyMs: 0, count: 0 },
  );
}

function hasBoth({ a, b }: TotalsPair): boolean {
  return a.count > 0 && b.count > 0;
}

/** NaN, which the bootstrap leaves out, when a resample holds no ok item of either side. */
function logRatioOf(pairs: readonly TotalsPair[]): number {
  return logRateOf(pairs, 'b') - logRateOf(pairs, 'a');
}

function logRateOf(pairs: readonly TotalsPair[], side: 'a' | 'b'): number {
  let ok = 0;
  let latencyMs = 0;
  for (const pair of pairs) {
    ok += pair[side].ok;
    latencyMs += pair[side].latencyMs;
  }
  return Math.log(ok / latencyMs);
}
