import type { Cell } from './matrix.ts';
import type { Measures } from './measures.ts';

/** A cell that was measured. */
export type MeasuredCell = Cell & Measures;

/** A cell that could not be measured, and why. */
export type FailedCell = Cell & { readonly error: string };

/** What became of a cell. */
export type CellResult = MeasuredCell | FailedCell;

/** What a bench has found: the value that tables, JSON and reports are made from. */
export interface BenchResult {
  readonly id: string;
  readonly seed: number;
  readonly timeScale: number;
  /** How long one request could take, already scaled. */
  readonly timeoutMs: number;
  /** The servers and their faults in text form, `none` for none. */
  readonly servers: readonly { readonly label: string; readonly faults: string }[];
  /** In the order in which they ran. */
  readonly cells: readonly CellResult[];
  /** Sentences on what makes the figures less than they seem. */
  readonly warnings: readonly string[];
}

/** Whether a cell was measured. */
export function isMeasured(cell: CellResult): cell is MeasuredCell {
  return !('error' in cell);
}
