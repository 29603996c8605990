import type { OutcomeKind } from '../../clients/download/outcome.ts';

/**
 * What happened to one item of one cell: a line of records.ndjson. Times are milliseconds since the cell's first request
 * was sent, or, where requests start on schedule, since the schedule's start.
 */
export interface ItemRecord {
  /** Which cell: its index in the result's `cells`. */
  readonly cell: number;
  /** The item: an upper case country code. */
  readonly code: string;
  readonly kind: OutcomeKind;
  /** The last response's status; absent where no response came. */
  readonly status?: number;
  readonly requests: number;
  readonly bytes: number;
  /** When the item's request was to be sent, where requests start on schedule. */
  readonly scheduledMs?: number;
  /** When it was sent. */
  readonly startedMs: number;
  /** When the response's headers had arrived; absent where they never did. */
  readonly firstByteMs?: number;
  readonly endedMs: number;
  /** How long the fates held it: service and delay, without any wait for a place. */
  readonly injectedMs: number;
  /** The concurrency limit when it ended, where the strategy adapts it. */
  readonly limit?: number;
}
