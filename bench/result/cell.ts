import type { Figures } from './figures.ts';

/** One measurement of the matrix: a strategy against a server. */
export interface Cell {
  /** The server's label. */
  readonly server: string;
  /** The strategy's name, or that of a client which is none of the lab's. */
  readonly strategy: string;
  /** The most requests in flight at once. */
  readonly m: number;
  /** From 1. */
  readonly repetition: number;
}

/** A cell that was measured. */
export type MeasuredCell = Cell & Figures;

/** A cell that could not be measured, and why. */
export type FailedCell = Cell & { readonly error: string };

/** What became of a cell. */
export type CellResult = MeasuredCell | FailedCell;

/** Whether a cell was measured. */
export function isMeasured(cell: CellResult): cell is MeasuredCell {
  return !('error' in cell);
}
