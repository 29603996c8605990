import { type CellResult, isMeasured } from '../result/cell.ts';
import { cellName } from '../result/cell-group.ts';
import { hasAllRecords, type ItemRecord } from '../result/item-record.ts';
import type { SavedRun } from './load-run.ts';

/** A run without the cells that are to be measured again. */
export interface Rest {
  readonly run: SavedRun;
  /** One line for each of these cells, whatever its repetition: which one it is, and why. */
  readonly lost: readonly string[];
}

/**
 * A run without the cells that failed, or lack records, so that going on with it measures them again. What refers to the
 * other cells, by their place among all, refers to their new one.
 */
export function withoutLostCells(run: SavedRun): Rest {
  const { result, records } = run;
  const byCell = Map.groupBy(records, ({ cell }) => cell);
  const whys = result.cells.map((cell, i) => whyLost(cell, byCell.get(i) ?? []));
  if (whys.every((why) => why === undefined)) return { run, lost: [] };
  const left = whys.flatMap((why, i) => (why === undefined ? [i] : []));
  const places = new Map(left.map((index, place) => [index, place]));
  const cells = left.map((index) => result.cells[index]!);
  const warnings = result.warnings
    .filter(({ kind, cell }) => kind !== 'records-missing' && (cell === undefined || places.has(cell)))
    .map((warning) => (warning.cell === undefined ? warning : { ...warning, cell: places.get(warning.cell)! }));
  const kept = records.flatMap((record) => {
    const cell = places.get(record.cell);
    return cell === undefined ? [] : [{ ...record, cell }];
  });
  const lost = result.cells.flatMap((cell, i) => (whys[i] ? [`${cellName(cell)} is measured again: ${whys[i]}`] : []));
  return {
    run: { ...run, result: { ...result, cells, curves: [], warnings }, records: kept },
    lost: [...new Set(lost)],
  };
}

function whyLost(cell: CellResult, records: readonly ItemRecord[]): string | undefined {
  if (!isMeasured(cell)) return 'it failed';
  return hasAllRecords(cell, records) ? undefined : 'its records are gone';
}
