import { cellName } from '../result/cell-group.ts';
import type { ItemRecord } from '../result/item-record.ts';
import { hasAllRecords } from '../result/item-record.ts';
import type { BenchResult } from '../result/result.ts';
import type { Warning } from '../result/warning.ts';
import { RECORDS } from './run-files.ts';

/** So many cells are named; of the rest, how many there are. */
const NAMED = 3;

/** A result with a warning where it counts items of which no record was found, so that every report of it says so. */
export function withMissingRecords(result: BenchResult, records: readonly ItemRecord[]): BenchResult {
  const byCell = Map.groupBy(records, ({ cell }) => cell);
  const short = result.cells.filter((cell, i) => !hasAllRecords(cell, byCell.get(i) ?? []));
  // A run that was gone on with has kept what was said before.
  const warnings = result.warnings.filter(({ kind }) => kind !== 'records-missing');
  return { ...result, warnings: short.length === 0 ? warnings : [...warnings, missing(short.map(cellName))] };
}

function missing(cells: readonly string[]): Warning {
  const names = [...new Set(cells)];
  const more = names.length > NAMED ? ` and ${names.length - NAMED} more` : '';
  return {
    kind: 'records-missing',
    message: `${RECORDS} lacks records of ${names.slice(0, NAMED).join(', ')}${more}`,
    hint: `the figures come from the summary; charts, CSV and compare leave these cells out`,
  };
}
