import type { CurveLevel, CurveSeries, LevelDoubt } from '../../../bench/report/html/curve-panels.ts';

/** A curve of what was measured, and of nothing that was made of it: no fit, no knee, no sentences. */
export function measuredSeries(
  strategy: string,
  levels: readonly (Omit<CurveLevel, 'text'> & LevelDoubt)[],
): CurveSeries {
  return {
    strategy,
    levels: levels.map(({ m, repetitions, goodputPerSecond }) => ({
      m,
      repetitions,
      goodputPerSecond,
      text: `goodput ${goodputPerSecond.value.toFixed(1)}/s`,
    })),
    doubts: levels,
    sentences: [],
    explanations: [],
  };
}
