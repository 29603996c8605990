import { BASELINE, speedup } from '../../bench/report/text/speedup.ts';
import { type CellResult, isMeasured, type MeasuredCell } from '../../bench/result/cell.ts';
import { type FigureName, figure, figureText, figureTitle, NOTHING } from '../../bench/result/figures.ts';
import { plainTable } from '../terminal/table.ts';

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
  ofFigure('items'),
  { head: 'ok', align: 'right', text: ({ outcomes }) => String(outcomes.ok) },
  { head: 'not found', align: 'right', text: ({ outcomes }) => String(outcomes.notFound), isIn: hasNotFound },
  ofFigure('errors'),
  { ...ofFigure('elapsed'), failed: () => 'failed' },
  ofFigure('goodput'),
  ofFigure('efficiency', (cells) => !hasSchedule(cells)),
  { head: `vs ${BASELINE}`, align: 'right', text: speedupText, isIn: (cells) => !hasSchedule(cells) },
  ofFigure('p50', hasSchedule),
  ofFigure('p95', hasSchedule),
  ofFigure('p99', hasSchedule),
  ofFigure('lateStarts', hasSchedule),
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

function ofFigure(name: FigureName, isIn: Column['isIn'] = () => true): Column {
  const column = figure(name);
  return { head: figureTitle(column), align: 'right', text: (cell) => figureText(column, cell), isIn };
}

function speedupText(cell: MeasuredCell, cells: readonly CellResult[]): string {
  const factor = speedup(cell, cells);
  return factor === undefined ? NOTHING : `${factor.toFixed(1)} x`;
}
