import type { MeasuredCell } from '../../result/cell.ts';

/** Which computer kept cells from their work, as far as that is known: agents have their own. */
export function busyComputer(cells: readonly Pick<MeasuredCell, 'shares'>[]): string {
  const isSpread = cells.some(({ shares }) => shares !== undefined);
  return isSpread ? 'This computer, or that of an agent,' : 'This computer';
}
