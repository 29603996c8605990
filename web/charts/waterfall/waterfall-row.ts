import type { Waterfall } from '../../../bench/report/html/waterfalls.ts';
import type { ItemRecord } from '../../../bench/result/item-record.ts';

/** One item of a waterfall. Times are milliseconds since the cell's first request. */
export interface WaterfallRow {
  /** Its place, from 0. */
  readonly place: number;
  readonly code: string;
  readonly kind: ItemRecord['kind'];
  readonly status: number | undefined;
  readonly requests: number;
  readonly dueMs: number;
  readonly startedMs: number;
  readonly firstByteMs: number | undefined;
  readonly endedMs: number;
  readonly injectedMs: number;
}

/** The rows of a waterfall, ascending by start. */
export function waterfallRows({ rows }: Waterfall): WaterfallRow[] {
  return rows.code.map((code, place) => ({
    place,
    code,
    kind: rows.kind[place]!,
    status: rows.status[place] ?? undefined,
    requests: rows.requests[place]!,
    dueMs: rows.dueMs[place]!,
    startedMs: rows.startedMs[place]!,
    firstByteMs: rows.firstByteMs[place] ?? undefined,
    endedMs: rows.endedMs[place]!,
    injectedMs: rows.injectedMs[place]!,
  }));
}
