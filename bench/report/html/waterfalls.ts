import { isMeasured } from '../../result/cell.ts';
import { levelText } from '../../result/cell-group.ts';
import type { ItemRecord } from '../../result/item-record.ts';
import { thin } from '../../statistics/thin.ts';
import type { RepresentedCell } from './represented-cells.ts';
import { hundredths } from './rounding.ts';

/** The most rows of one strategy: more of them are thinner than a line can be. */
const MAX_ROWS = 200;

/** The most rows of all strategies together, so that the file stays small. */
const MAX_ROWS_IN_ALL = 6000;

/** The items of one cell, each field a list, since that takes a third of the room. Times are milliseconds. */
export interface WaterfallRows {
  readonly code: readonly string[];
  readonly kind: readonly ItemRecord['kind'][];
  /** null where no response came. */
  readonly status: readonly (number | null)[];
  readonly requests: readonly number[];
  /** When the request could have been sent: 0, or its time on the schedule. */
  readonly dueMs: readonly number[];
  readonly startedMs: readonly number[];
  /** null where no response came. */
  readonly firstByteMs: readonly (number | null)[];
  readonly endedMs: readonly number[];
  readonly injectedMs: readonly number[];
}

/** When one strategy's requests were sent and answered. */
export interface Waterfall {
  readonly server: string;
  readonly strategy: string;
  /** Such as `m = 8` or `40/s`. */
  readonly level: string;
  readonly elapsedMs: number;
  /** 0 where the fates hold no time. */
  readonly idealMs: number;
  /** How many items the cell had; the rows may be fewer. */
  readonly items: number;
  /** Ascending by start. */
  readonly rows: WaterfallRows;
}

/** One waterfall for each server and strategy that has records. Of too many items, some are left out, evenly. */
export function waterfalls(cells: readonly RepresentedCell[]): Waterfall[] {
  const most = Math.max(20, Math.min(MAX_ROWS, Math.floor(MAX_ROWS_IN_ALL / Math.max(1, cells.length))));
  return cells.filter(({ records }) => records.length > 0).map((represented) => waterfall(represented, most));
}

function waterfall({ cell, records }: RepresentedCell, most: number): Waterfall {
  const { server, strategy } = cell;
  const byStart = records.toSorted((a, b) => a.startedMs - b.startedMs || a.endedMs - b.endedMs);
  return {
    server,
    strategy,
    level: levelText(cell),
    elapsedMs: hundredths(isMeasured(cell) ? cell.elapsedMs : 0),
    idealMs: hundredths(isMeasured(cell) ? cell.idealMs : 0),
    items: records.length,
    rows: rowsOf(thin(byStart, most)),
  };
}

function rowsOf(records: readonly ItemRecord[]): WaterfallRows {
  const orNull = (ms: number | undefined) => (ms === undefined ? null : hundredths(ms));
  return {
    code: records.map(({ code }) => code),
    kind: records.map(({ kind }) => kind),
    status: records.map(({ status }) => status ?? null),
    requests: records.map(({ requests }) => requests),
    dueMs: records.map(({ scheduledMs = 0 }) => hundredths(scheduledMs)),
    startedMs: records.map(({ startedMs }) => hundredths(startedMs)),
    firstByteMs: records.map(({ firstByteMs }) => orNull(firstByteMs)),
    endedMs: records.map(({ endedMs }) => hundredths(endedMs)),
    injectedMs: records.map(({ injectedMs }) => hundredths(injectedMs)),
  };
}
