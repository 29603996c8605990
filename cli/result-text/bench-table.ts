import { speedup } from '../../bench/report/text/speedup.ts';
import { type CellResult, type FailedCell, isMeasured } from '../../bench/result/cell.ts';
import { type FigureName, figure, figureText, figureTitle, NOTHING } from '../../bench/result/figures.ts';
import type { Row } from '../../bench/rows/rows.ts';
import { plainTable } from '../terminal/table.ts';

interface Column {
  readonly head: string;
  readonly align: 'left' | 'right';
  readonly text: (row: Row, rows: readonly (Row | FailedCell)[]) => string;
  /** What a cell that failed has here; nothing when absent. */
  readonly failed?: (cell: CellResult) => string;
  /** Whether there is such a column in a table; absent: always. */
  readonly isIn?: (rows: readonly (Row | FailedCell)[]) => boolean;
}

const COLUMNS: readonly Column[] = [
  { head: 'server', align: 'left', text: ({ server }) => server, failed: ({ server }) => server },
  { head: 'strategy', align: 'left', text: ({ strategy }) => strategy, failed: ({ strategy }) => strategy },
  { head: 'm', align: 'right', text: ({ m }) => String(m), failed: ({ m }) => String(m) },
  { head: 'ok', align: 'right', text: ({ outcomes }) => String(outcomes.ok) },
  { head: 'not found', align: 'right', text: ({ outcomes }) => String(outcomes.notFound), isIn: hasNotFound },
  // Beside a range there is no room for them; what failed is said below the table.
  ofFigure('errors', (rows) => !isRepeated(rows)),
  { ...ofFigure('elapsed'), failed: () => 'failed' },
  { head: 'range, s', align: 'right', text: elapsedRange, isIn: isRepeated },
  ofFigure('goodput'),
  ofFigure('efficiency', (cells) => !hasSchedule(cells)),
  { head: 'speed-up', align: 'right', text: speedupText, isIn: (cells) => !hasSchedule(cells) },
  ofFigure('p50', hasSchedule),
  ofFigure('p95', hasSchedule),
  ofFigure('p99', hasSchedule),
  ofFigure('lateStarts', hasSchedule),
];

/**
 * The results of a bench as a table, a blank line between servers. Of repetitions it shows the medians and the range of the
 * elapsed time. Flags that nobody has get a column when there are any; requests that started on schedule have latencies
 * instead of an efficiency.
 */
export function benchTable(rows: readonly (Row | FailedCell)[]): string {
  const columns = columnsOf(rows);
  const table = plainTable(
    columns.map(({ head }) => head),
    columns.map(({ align }) => align),
  );
  for (const row of rows) {
    table.push(columns.map(({ text, failed }) => (isMeasured(row) ? text(row, rows) : (failed?.(row) ?? NOTHING))));
  }
  const [head, ...body] = table.toString().split('\n');
  const lines = body.map((line, i) => (i > 0 && rows[i]!.server !== rows[i - 1]!.server ? `\n${line}` : line));
  return [head, ...lines].join('\n');
}

/** What stands above the columns of that table. */
export function benchTableHeads(rows: readonly (Row | FailedCell)[]): string[] {
  return columnsOf(rows).map(({ head }) => head);
}

function columnsOf(rows: readonly (Row | FailedCell)[]): readonly Column[] {
  return COLUMNS.filter(({ isIn }) => isIn?.(rows) ?? true);
}

function hasNotFound(cells: readonly CellResult[]): boolean {
  return cells.some((cell) => isMeasured(cell) && cell.outcomes.notFound > 0);
}

function hasSchedule(cells: readonly CellResult[]): boolean {
  return cells.some((cell) => isMeasured(cell) && cell.lateStarts !== undefined);
}

function ofFigure(name: FigureName, isIn: Column['isIn'] = () => true): Column {
  const column = figure(name);
  return { head: figureTitle(column), align: 'right', text: (cell) => figureText(column, cell), isIn };
}

function isRepeated(rows: readonly (Row | FailedCell)[]): boolean {
  return rows.some((row) => 'ranges' in row);
}

function elapsedRange({ ranges }: Row): string {
  if (ranges?.elapsed === undefined) return NOTHING;
  const [low, high] = [ranges.elapsed.low, ranges.elapsed.high].map((ms) => (ms / 1000).toFixed(3));
  return `${low}–${high}`;
}

function speedupText(row: Row, rows: readonly CellResult[]): string {
  const factor = speedup(row, rows);
  return factor === undefined ? NOTHING : `${factor.toFixed(1)} x`;
}
