import { z } from 'zod';
import { OUTCOME_KINDS } from '../../clients/download/outcome-kinds.ts';
import type { DeepReadonly } from '../../lib/schema/deep-readonly.ts';
import { type CellResult, isMeasured } from './cell.ts';

/** The schema of a line of records.ndjson. */
export const itemRecordSchema = z.strictObject({
  /** Which cell: its index in the result's `cells`. */
  cell: z.int().min(0),
  /** The item: an upper case country code. */
  code: z.string(),
  kind: z.enum(OUTCOME_KINDS),
  /** The last response's status; absent where no response came. */
  status: z.exactOptional(z.int()),
  /** Why it failed, in a few words; absent where it did not. */
  reason: z.exactOptional(z.string()),
  requests: z.int(),
  bytes: z.number(),
  /** When the item's request was to be sent, where requests start on schedule. */
  scheduledMs: z.exactOptional(z.number()),
  /** When it was sent. */
  startedMs: z.number(),
  /** When the response's headers had arrived; absent where they never did. */
  firstByteMs: z.exactOptional(z.number()),
  endedMs: z.number(),
  /** How long the fates held it: service and delay, without any wait for a place. */
  injectedMs: z.number(),
  /** The concurrency limit when it ended, where the strategy adapts it. */
  limit: z.exactOptional(z.number()),
  /** The name of the agent that asked for it, where the cell was spread over several. */
  agent: z.exactOptional(z.string()),
});

/**
 * What happened to one item of one cell: a line of records.ndjson. Times are milliseconds since the cell's first request
 * was sent, or, where requests start on schedule, since the schedule's start.
 */
export type ItemRecord = DeepReadonly<z.infer<typeof itemRecordSchema>>;

/**
 * Whether there is a record of each item that a cell had: what is drawn or compared item by item rests on all of them.
 * A cell that failed has none to miss.
 */
export function hasAllRecords(cell: CellResult, records: readonly ItemRecord[]): boolean {
  return !isMeasured(cell) || records.length >= cell.items;
}
