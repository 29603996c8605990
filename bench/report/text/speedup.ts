import { type CellResult, isMeasured, type MeasuredCell } from '../../result/cell.ts';

/** The strategy that the others are compared with. */
export const BASELINE = 'sequential';

/**
 * How many times sooner a cell was done than the sequential one of the same server and repetition; undefined where there
 * is none.
 */
export function speedup(cell: MeasuredCell, cells: readonly CellResult[]): number | undefined {
  const baseline = cells
    .filter(isMeasured)
    .find(
      ({ server, strategy, repetition }) =>
        strategy === BASELINE && server === cell.server && repetition === cell.repetition,
    );
  return baseline === undefined ? undefined : baseline.elapsedMs / cell.elapsedMs;
}
