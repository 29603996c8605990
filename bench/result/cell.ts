import { z } from 'zod';
import type { DeepReadonly } from '../../lib/schema/deep-readonly.ts';
import { figureFields } from './figures.ts';

/** The schema of one measurement of the matrix. */
export const cellSchema = z.strictObject({
  /** The server's label. */
  server: z.string(),
  /** The strategy's name, or that of a client which is none of the lab's. */
  strategy: z.string(),
  /** The most requests in flight at once. */
  m: z.int().min(1),
  /** From 1. */
  repetition: z.int().min(1),
  /** How many requests a second were to be sent; absent where that does not rise from cell to cell. */
  ratePerSecond: z.exactOptional(z.number()),
  /** For how long; absent where the rate is. */
  durationMs: z.exactOptional(z.number()),
});

const measuredCellSchema = z.strictObject({ ...cellSchema.shape, ...figureFields });

const failedCellSchema = z.strictObject({ ...cellSchema.shape, error: z.string() });

/** The schema of what became of a cell. */
export const cellResultSchema = z.union([measuredCellSchema, failedCellSchema]);

/** One measurement of the matrix: a strategy against a server. */
export type Cell = DeepReadonly<z.infer<typeof cellSchema>>;

/** A cell that was measured. */
export type MeasuredCell = DeepReadonly<z.infer<typeof measuredCellSchema>>;

/** A cell that could not be measured, and why. */
export type FailedCell = DeepReadonly<z.infer<typeof failedCellSchema>>;

/** What became of a cell. */
export type CellResult = MeasuredCell | FailedCell;

/** The cell alone, without what became of it. */
export function cellOf({ server, strategy, m, repetition, ratePerSecond, durationMs }: Cell): Cell {
  const rate = ratePerSecond !== undefined && durationMs !== undefined && { ratePerSecond, durationMs };
  return { server, strategy, m, repetition, ...rate };
}

/** Whether a cell was measured. */
export function isMeasured<T extends CellResult>(cell: T): cell is Extract<T, MeasuredCell> {
  return !('error' in cell);
}
