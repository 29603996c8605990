import { isMeasured, type MeasuredCell } from '../../result/cell.ts';
import type { ItemRecord } from '../../result/item-record.ts';
import { hasAllRecords } from '../../result/item-record.ts';
import type { BenchResult } from '../../result/result.ts';
import { representatives } from '../../rows/representatives.ts';

/** A cell that stands for a strategy against a server, and its items. */
export interface RepresentedCell {
  readonly cell: MeasuredCell;
  /** None where not all were kept: of a part of them nothing is drawn. */
  readonly records: readonly ItemRecord[];
}

/** One measured cell for each server and strategy, in the order in which those first ran, with its records. */
export function representedCells(
  { cells }: Pick<BenchResult, 'cells'>,
  records: readonly ItemRecord[],
): RepresentedCell[] {
  const byCell = Map.groupBy(records, ({ cell }) => cell);
  const standing = representatives(cells).filter(isMeasured);
  const servers = cells.map(({ server }) => server);
  const strategies = cells.map(({ strategy }) => strategy);
  // Of repetitions, which are run forward and backward, any may stand for its strategy: their order says nothing.
  const inOrder = standing.toSorted(
    (a, b) =>
      servers.indexOf(a.server) - servers.indexOf(b.server) ||
      strategies.indexOf(a.strategy) - strategies.indexOf(b.strategy),
  );
  return inOrder.map((cell) => {
    const kept = byCell.get(cells.indexOf(cell)) ?? [];
    return { cell, records: hasAllRecords(cell, kept) ? kept : [] };
  });
}
