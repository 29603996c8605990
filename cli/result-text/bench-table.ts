import { speedup } from '../../bench/report/text/speedup.ts';
import { type CellResult, isMeasured, type MeasuredCell } from '../../bench/result/cell.ts';
import { plainTable } from '../terminal/table.ts';

/** What stands where there is nothing to say. */
const NOTHING = '–';

interface Column {
  readonly head: string;
  readonly align: 'left' | 'right';
  readonly text: (cell: MeasuredCell, cells: readonly CellResult[]) => string;
  /** What a cell that failed has here; nothing when absent. */
  readonly failed?: (cell: CellResult) => string;
  /** Whether there is such a column in a table; absent: always. */
  readonly isIn?: (cells: readonly CellResult[]) => boolean;
}

const COLUMNS: readonly Column[] = [
  { head: 'server', align: 'left', text: ({ server }) => server, failed: ({ server }) => server },
  { head: 'strategy', align: 'left', text: ({ strategy }) => strategy, failed: ({ strategy }) => strategy },
  { head: 'm', align: 'right', text: ({ m }) => String(m), failed: ({ m }) => String(m) },
  { head: 'flags', align: 'right', text: ({ items }) => String(items) },
  { head: 'ok', align: 'right', text: ({ outcomes }) => String(outcomes.ok) },
  { head: '404', align: 'right', text: ({ outcomes }) => String(outcomes.notFound), isIn: hasNotFound },
  { head: 'err', align: 'right', text: ({ items, outcomes }) => String(items - outcomes.ok - outcomes.notFound) },
  {
    head: 'elapsed',
    align: 'right',
    text: ({ elapsedMs }) => `${(elapsedMs / 1000).toFixed(3)} s`,
    failed: () => 'failed',
  },
  { head: 'goodput', align: 'right', text: ({ goodputPerSecond }) => `${goodputPerSecond.toFixed(1)}/s` },
  {
    head: 'efficiency',
    align: 'right',
    text: ({ efficiency }) => format(efficiency, (e) => `${Math.round(e * 100)} %`),
    isIn: (cells) => !hasSchedule(cells),
  },
  {
    head: 'vs sequential',
    align: 'right',
    text: (cell, cells) => format(speedup(cell, cells), (factor) => `${factor.toFixed(1)} x`),
    isIn: (cells) => !hasSchedule(cells),
  },
  { head: 'p50', align: 'right', text: ({ latencyP50Ms }) => format(latencyP50Ms, milliseconds), isIn: hasSchedule },
  { head: 'p95', align: 'right', text: ({ latencyP95Ms }) => format(latencyP95Ms, milliseconds), isIn: hasSchedule },
  { head: 'p99', align: 'right', text: ({ latencyP99Ms }) => format(latencyP99Ms, milliseconds), isIn: hasSchedule },
  { head: 'late starts', align: 'right', text: ({ lateStarts }) => format(lateStarts, String), isIn: hasSchedule },
];

/**
 * The results of a bench as a table, a blank line between servers. Flags that nobody has get a column when there are any;
 * requests that started on schedule have latencies instead of an efficiency.
 */
export function benchTable(cells: readonly CellResult[]): string {
  const columns = COLUMNS.filter(({ isIn }) => isIn?.(cells) ?? true);
  const table = plainTable(
    columns.map(({ head }) => head),
    columns.map(({ align }) => align),
  );
  for (const cell of cells) {
    table.push(columns.map(({ text, failed }) => (isMeasured(cell) ? text(cell, cells) : (failed?.(cell) ?? NOTHING))));
  }
  const [head, ...rows] = table.toString().split('\n');
  const lines = rows.map((row, i) => (i > 0 && cells[i]!.server !== cells[i - 1]!.server ? `\n${row}` : row));
  return [head, ...lines].join('\n');
}

function hasNotFound(cells: readonly CellResult[]): boolean {
  return cells.some((cell) => isMeasured(cell) && cell.outcomes.notFound > 0);
}

function hasSchedule(cells: readonly CellResult[]): boolean {
  return cells.some((cell) => isMeasured(cell) && cell.lateStarts !== undefined);
}

function milliseconds(ms: number): string {
  return `${ms.toFixed(0)} ms`;
}

function format(value: number | undefined, text: (value: number) => string): string {
  return value === undefined ? NOTHING : text(value);
}
