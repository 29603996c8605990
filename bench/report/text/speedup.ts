import { type CellResult, isMeasured, type MeasuredCell } from '../../result/cell.ts';

/** The strategy that the others are compared with. */
export const BASELINE = 'sequential';

/**
 * How many times sooner a row was done than the sequential one of the same server: of repetitions, the medians. Undefined
 * where there is none, or where the times of either do not measure its work.
 */
export function speedup(row: MeasuredCell, rows: readonly CellResult[]): number | undefined {
  const baseline = rows
    .filter(isMeasured)
    .find(({ server, strategy }) => strategy === BASELINE && server === row.server);
  const isFair = baseline !== undefined && baseline.withheld === undefined && row.withheld === undefined;
  return isFair ? baseline.elapsedMs / row.elapsedMs : undefined;
}
