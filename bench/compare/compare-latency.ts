import { mean, median } from 'simple-statistics';
import { type WhyNot, whyNot } from '../statistics/why-not.ts';
import { type ItemRuns, PAIRS_NEEDED, type PairedItem, repetitionCount } from './paired-item.ts';
import { type ComparisonOptions, compareFigure, type RatioComparison } from './ratio-comparison.ts';

/** What is compared is called so, and not p50: that is over all items of one side, timeouts included. */
export const PAIRED_LATENCY = 'latency';

/**
 * The ratio of the median latencies of B and A, over the items that both answered with ok at least once, so that a side
 * is not faster for failing where the other waited. Each repetition has a median, and all repetitions count alike.
 *
 * @returns why not, when too few items were ok on both sides or a median is 0
 */
export function compareLatency(items: readonly PairedItem[], options: ComparisonOptions): RatioComparison | WhyNot {
  const pairs = items.filter(({ a, b }) => hasOk(a) && hasOk(b));
  if (pairs.length < PAIRS_NEEDED) {
    return whyNot(`comparing latency needs ${PAIRS_NEEDED} items that both answered, and there are ${pairs.length}`);
  }
  const repetitions = { a: repetitionCount(pairs, 'a'), b: repetitionCount(pairs, 'b') };
  const medians = (resample: readonly PairedItem[], side: 'a' | 'b') => logMedians(resample, side, repetitions[side]);
  const figure = { a: medians(pairs, 'a'), b: medians(pairs, 'b') };
  if ([...figure.a, ...figure.b].includes(-Infinity)) return whyNot('a median latency is 0 ms, so there is no ratio');
  return compareFigure(
    {
      ...figure,
      name: PAIRED_LATENCY,
      higherIsFaster: false,
      pairs,
      logRatioOf: (resample) => mean(medians(resample, 'b')) - mean(medians(resample, 'a')),
    },
    options,
  );
}

function hasOk(runs: ItemRuns): boolean {
  return runs.some((sample) => sample?.ok);
}

/** The logarithm of the median of each repetition in which anything was ok. */
function logMedians(items: readonly PairedItem[], side: 'a' | 'b', repetitions: number): number[] {
  const logs: number[] = [];
  for (let repetition = 0; repetition < repetitions; repetition++) {
    const latencies: number[] = [];
    for (const item of items) {
      const sample = item[side][repetition];
      if (sample?.ok) latencies.push(sample.latencyMs);
    }
    if (latencies.length > 0) logs.push(Math.log(median(latencies)));
  }
  return logs;
}
