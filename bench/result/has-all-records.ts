import { type CellResult, isMeasured } from './cell.ts';
import type { ItemRecord } from './item-record.ts';

/**
 * Whether there is a record of each item that a cell had: what is drawn or compared item by item rests on all of them.
 * A cell that failed has none to miss.
 */
export function hasAllRecords(cell: CellResult, records: readonly ItemRecord[]): boolean {
  return !isMeasured(cell) || records.length === cell.items;
}
