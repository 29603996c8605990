import { type CellResult, isMeasured } from '../result/cell.ts';
import { levelOf, seriesName } from '../result/cell-group.ts';

/**
 * One cell for each server and strategy: of the repetitions at its highest level, the one with the median elapsed
 * time. A real cell and no mixture, so that its figures belong together. A group that only failed is there as failed.
 */
export function representatives(cells: readonly CellResult[]): CellResult[] {
  const groups = Map.groupBy(cells, seriesName);
  return [...groups.values()].map(representative).sort((a, b) => cells.indexOf(a) - cells.indexOf(b));
}

function representative(group: readonly CellResult[]): CellResult {
  const measured = group.filter(isMeasured);
  const highest = Math.max(...(measured.length > 0 ? measured : group).map(levelOf));
  const byTime = measured.filter((cell) => levelOf(cell) === highest).sort((a, b) => a.elapsedMs - b.elapsedMs);
  return byTime[Math.floor((byTime.length - 1) / 2)] ?? group[0]!;
}
