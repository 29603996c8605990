import type { Cell, CellResult } from './cell.ts';
import type { Curve } from './curve.ts';
import type { OwnClient } from './own-client.ts';
import type { Warning } from './warning.ts';

/** Counts the changes of {@link BenchResult} that make older readers wrong. */
export const RESULT_SCHEMA_VERSION = 1;

/** The machine that a bench ran on. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryBytes: number;
  /** Such as `linux x64`. */
  readonly platform: string;
}

/** What of a bench is settled before its first cell. */
export interface BenchSettings {
  readonly id: string;
  /** ISO 8601. */
  readonly startedAt: string;
  /** As it would be typed. */
  readonly commandLine: string;
  readonly seed: number;
  readonly timeScale: number;
  /** How long one request could take, already scaled. */
  readonly timeoutMs: number;
  /** What each cell downloads. */
  readonly codes: readonly string[];
  /** The cells, in the order in which they are to run. */
  readonly planned: readonly Cell[];
  /** The clients among the cells' strategies that are none of the lab's; absent where there are none. */
  readonly clients?: readonly OwnClient[];
  /** After so long a cell of such a client is given up; absent where there are none. */
  readonly cellTimeoutMs?: number;
  /** What the highest m of each sweep is to meet, such as `p95<=200ms,errors<=1%`; absent where nothing was asked. */
  readonly highest?: string;
  readonly machine: Machine;
  readonly versions: { readonly flaglab: string; readonly node: string; readonly undici: string };
}

/** What a bench has found: the value that tables, JSON and reports are made from. */
export interface BenchResult extends BenchSettings {
  readonly schemaVersion: typeof RESULT_SCHEMA_VERSION;
  /** How many flags each cell downloads. */
  readonly items: number;
  /** The servers with their faults in text form, `none` for none, and how many requests each can serve at once. */
  readonly servers: readonly { readonly label: string; readonly faults: string; readonly slots?: number }[];
  /** In the order in which they ran. */
  readonly cells: readonly CellResult[];
  /** One for each server and strategy that was measured at two levels of m or more. */
  readonly curves: readonly Curve[];
  /** What makes the figures less than they seem. */
  readonly warnings: readonly Warning[];
}
