import { median } from 'simple-statistics';
import { type CellResult, isMeasured, type MeasuredCell } from '../result/cell.ts';
import type { RateFate, RateLevel } from '../result/rate-curve.ts';
import { judgeCell, type RateCriteria, type RateJudgement } from './judge-cell.ts';

/** Of several repetitions that one counts which speaks most against the rate. */
const WORST_FIRST: readonly RateFate[] = ['broke', 'failed', 'unclear', 'behind', 'took', 'disturbed'];

/** How often more a rate is measured that was disturbed. */
const MORE_ATTEMPTS = 2;

interface JudgedCell extends RateJudgement {
  readonly cell: CellResult;
}

/** A level, and whether it must be measured again before anything is concluded from it. */
export interface LevelSoFar extends RateLevel {
  readonly isOver: boolean;
}

/**
 * What became of each rate, over its repetitions: figures are medians, and the worst repetition says whether it was taken.
 * What was disturbed says nothing where something else was not, and is measured again as often as may be.
 *
 * @param wanted how many repetitions there are to be
 */
export function rateLevels(cells: readonly CellResult[], criteria: RateCriteria, wanted: number): LevelSoFar[] {
  const byRate = [...Map.groupBy(cells, ({ ratePerSecond = 0 }) => ratePerSecond)].sort(([a], [b]) => a - b);
  return byRate.map(([ratePerSecond, group]) => {
    const judged = group.map((cell): JudgedCell => ({ ...judgeCell(cell, criteria), cell }));
    const clear = judged.filter(({ fate }) => fate !== 'disturbed');
    const counted = clear.length > 0 ? clear : judged;
    const { fate, why } = worst(counted);
    return {
      ratePerSecond,
      durationMs: group[0]!.durationMs!,
      repetitions: group.length,
      fate,
      ...(why !== undefined && { why }),
      ...figuresOf(counted.map(({ cell }) => cell).filter(isMeasured)),
      isOver: clear.length >= wanted || group.length >= wanted + MORE_ATTEMPTS,
    };
  });
}

/** The worst; of several that are as bad, the one in the middle, which the medians are nearest to. */
function worst(judged: readonly JudgedCell[]): JudgedCell {
  const fate = WORST_FIRST.find((one) => judged.some((cell) => cell.fate === one));
  const goodput = ({ cell }: JudgedCell) => (isMeasured(cell) ? cell.goodputPerSecond : 0);
  const alike = judged.filter((cell) => cell.fate === fate).sort((a, b) => goodput(a) - goodput(b));
  return alike[Math.floor((alike.length - 1) / 2)]!;
}

function figuresOf(measured: readonly MeasuredCell[]): Partial<RateLevel> {
  const medians = {
    offeredPerSecond: medianOf(measured, ({ offeredPerSecond }) => offeredPerSecond),
    goodputPerSecond: medianOf(measured, ({ goodputPerSecond }) => goodputPerSecond),
    errorShare: medianOf(measured, ({ errorShare }) => errorShare),
    latencyP50Ms: medianOf(measured, ({ latencyP50Ms }) => latencyP50Ms),
    latencyP95Ms: medianOf(measured, ({ latencyP95Ms }) => latencyP95Ms),
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
