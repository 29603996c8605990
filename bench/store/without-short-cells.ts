import { cellName } from '../result/cell-group.ts';
import { hasAllRecords } from '../result/item-record.ts';
import type { SavedRun } from './load-run.ts';

/**
 * A run without the cells that lack records, so that going on with it measures them again, and the names of these cells.
 * What refers to the other cells, by their place among all, refers to their new one.
 */
export function withoutShortCells(run: SavedRun): { readonly run: SavedRun; readonly short: readonly string[] } {
  const { result, records } = run;
  const byCell = Map.groupBy(records, ({ cell }) => cell);
  const isWhole = result.cells.map((cell, i) => hasAllRecords(cell, byCell.get(i) ?? []));
  if (isWhole.every(Boolean)) return { run, short: [] };
  const place = (index: number) => isWhole.slice(0, index).filter(Boolean).length;
  const warnings = result.warnings
    .filter(({ kind, cell }) => kind !== 'records-missing' && (cell === undefined || isWhole[cell]))
    .map((warning) => (warning.cell === undefined ? warning : { ...warning, cell: place(warning.cell) }));
  const cells = result.cells.filter((_, i) => isWhole[i]);
  const kept = records.filter(({ cell }) => isWhole[cell]).map((record) => ({ ...record, cell: place(record.cell) }));
  const short = new Set(result.cells.filter((_, i) => !isWhole[i]).map(cellName));
  return { run: { ...run, result: { ...result, cells, curves: [], warnings }, records: kept }, short: [...short] };
}
