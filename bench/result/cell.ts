import { z } from 'zod';
import type { DeepReadonly } from '../../lib/schema/deep-readonly.ts';
import { agentShareSchema } from './agent-share.ts';
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

/** Times are milliseconds since the cell's first request, or since its schedule's start. */
const sliceSchema = z.strictObject({
  fromMs: z.number(),
  toMs: z.number(),
  /** How many items ended in it, however they ended. */
  ended: z.int(),
  /** Those of them that ended ok, per second of the slice. */
  goodputPerSecond: z.number(),
  /** The share of them that ended neither ok nor as not found; absent where none ended. */
  errorShare: z.exactOptional(z.number()),
  /** The median time of those that ended ok or timed out; absent for under 10 of them. */
  latencyP50Ms: z.exactOptional(z.number()),
  /** The 95th percentile of that time; absent for under 100 of them. */
  latencyP95Ms: z.exactOptional(z.number()),
});

/** The schema of how a cell went on as time passed. */
const timelineSchema = z.strictObject({
  /** How long each slice is, but for the last, which takes the rest: from half as long to one and a half times. */
  sliceMs: z.number(),
  /**
   * How long the servers' run, and with it a schedule of faults, had gone on when the times of the slices begin, in
   * milliseconds; absent where the server no longer remembers the first request.
   */
  beginsMs: z.exactOptional(z.number()),
  /** One after the other, from the beginning of the cell to its end. */
  slices: z.array(sliceSchema),
});

const measuredCellSchema = z.strictObject({
  ...cellSchema.shape,
  ...figureFields,
  /** How it went on as time passed; absent where it was too short for that, and in runs kept by an earlier version. */
  timeline: z.exactOptional(timelineSchema),
  /** What each agent did of it; absent where it was done on the machine of the bench. */
  shares: z.exactOptional(z.array(agentShareSchema)),
  /** How many agents there were for it, those with nothing to do among them; absent as `shares` is, and in runs kept by an earlier version. */
  agents: z.exactOptional(z.int()),
});

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

/** A piece of a cell's time, and what ended in it. */
export type Slice = DeepReadonly<z.infer<typeof sliceSchema>>;

/** How a cell went on as time passed. */
export type Timeline = DeepReadonly<z.infer<typeof timelineSchema>>;

/** The cell alone, without what became of it. */
export function cellOf({ server, strategy, m, repetition, ratePerSecond, durationMs }: Cell): Cell {
  const rate = ratePerSecond !== undefined && durationMs !== undefined && { ratePerSecond, durationMs };
  return { server, strategy, m, repetition, ...rate };
}

/** Whether a cell was measured. */
export function isMeasured<T extends CellResult>(cell: T): cell is Extract<T, MeasuredCell> {
  return !('error' in cell);
}
