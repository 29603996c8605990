import { median } from 'simple-statistics';
import { type CellResult, isMeasured, type MeasuredCell } from '../result/cell.ts';
import type { Condition } from '../result/condition.ts';
import { type KnownRate, RATE_FATES, type RateLevel } from '../result/rate-curve.ts';
import { judgeCell, type RateJudgement } from './judge-cell.ts';

/** Which of several repetitions counts: whatever speaks against a rate speaks against all of them. */
const WORST_FIRST: readonly RateLevel['fate'][] = [...RATE_FATES.filter((fate) => fate !== 'took'), 'took'];

/** What became of each rate, over its repetitions: figures are medians, and the worst repetition says whether it was taken. */
export function rateLevels(
  cells: readonly CellResult[],
  conditions: readonly Condition[],
  known: KnownRate | undefined,
): RateLevel[] {
  const byRate = [...Map.groupBy(cells, ({ ratePerSecond = 0 }) => ratePerSecond)].sort(([a], [b]) => a - b);
  return byRate.map(([ratePerSecond, group]) => {
    const measured = group.filter(isMeasured);
    return {
      ratePerSecond,
      durationMs: group[0]!.durationMs!,
      repetitions: group.length,
      ...worst(group.map((cell) => judgeCell(cell, conditions, known))),
      ...figuresOf(measured),
    };
  });
}

function worst(judgements: readonly RateJudgement[]): RateJudgement {
  return judgements.toSorted((a, b) => WORST_FIRST.indexOf(a.fate) - WORST_FIRST.indexOf(b.fate))[0]!;
}

function figuresOf(measured: readonly MeasuredCell[]): Partial<RateLevel> {
  const medians = {
    offeredPerSecond: medianOf(measured, ({ offeredPerSecond }) => offeredPerSecond),
    goodputPerSecond: medianOf(measured, ({ goodputPerSecond }) => goodputPerSecond),
    errorShare: medianOf(measured, ({ errorShare }) => errorShare),
    latencyP50Ms: medianOf(measured, ({ latencyP50Ms }) => latencyP50Ms),
    latencyP95Ms: medianOf(measured, ({ latencyP95Ms }) => latencyP95Ms),
    lateShare: medianOf(measured, ({ lateStarts = 0, items }) => lateStarts / items),
  };
  return Object.fromEntries(Object.entries(medians).filter(([, value]) => value !== undefined));
}

function medianOf(
  cells: readonly MeasuredCell[],
  figureOf: (cell: MeasuredCell) => number | undefined,
): number | undefined {
  const values = cells.map(figureOf).filter((value) => value !== undefined);
  return values.length === 0 ? undefined : median(values);
}
