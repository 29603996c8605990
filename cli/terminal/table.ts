import type { Line, Span } from './line.ts';
import { spanOf } from './line.ts';
import { printable } from './printable.ts';
import { cut, pieces, textWidth } from './text-width.ts';
import { wrappedTo } from './wrapped.ts';

/** What stands in a column of a row: a text, or several one below the other. */
export type Cell = string | Span | readonly Span[];

/** A column of a table, whose rows are all of one kind. */
export interface Column<Row> {
  readonly head: string;
  /** Where its cells stand: numbers on the right. Default: left. */
  readonly align?: 'left' | 'right';
  readonly cell: (row: Row) => Cell;
  /** Its least width: room for rows that are still to come, or where less would be hard to read. */
  readonly least?: number;
  /** Where a terminal has no room for all columns, that with the lowest number is left out first. Absent: it always stays. */
  readonly rank?: number;
  /** What becomes of cells that are too long for what is left: cut, with `…`, or wrapped. Absent: they stay whole. */
  readonly long?: 'cut' | 'wrap';
}

interface SizedColumn<Row> extends Column<Row> {
  readonly width: number;
}

const GAP = '  ';

/** A column of long cells is never narrower than this, unless all of its cells are. */
const NARROWEST = 12;

/**
 * A table without rules: columns apart by two blanks, as curl and hyperfine print, so that scripts can cut it too. It is as
 * wide as its terminal at most, and the last column is not filled up with blanks.
 */
export class Table<Row> {
  readonly #columns: readonly SizedColumn<Row>[];

  /**
   * @param rows what the widths are made for
   * @param width of a line, in characters
   */
  constructor(columns: readonly Column<Row>[], rows: readonly Row[], width: number) {
    const natural = columns.map((column) => ({ ...column, width: naturalWidth(column, rows) }));
    this.#columns = fitted(natural, width);
  }

  /** What stands above the columns that there is room for. */
  get heads(): string[] {
    return this.#columns.map(({ head }) => head);
  }

  get head(): Line {
    return this.#line(this.#columns.map(({ head }) => ({ text: head })));
  }

  /** A row; it takes more than one line where a cell is wrapped. */
  lines(row: Row): Line[] {
    const cells = this.#columns.map((column) => cellLines(column, row));
    const height = Math.max(...cells.map(({ length }) => length));
    return Array.from({ length: height }, (_, i) => this.#line(cells.map((lines) => lines[i] ?? { text: '' })));
  }

  #line(cells: readonly Span[]): Line {
    const parts = cells.flatMap((cell, i): (string | Span)[] => {
      const { align, width } = this.#columns[i]!;
      const blanks = ' '.repeat(Math.max(0, width - textWidth(cell.text)));
      return [...(i === 0 ? [] : [GAP]), ...(align === 'right' ? [blanks, cell] : [cell, blanks])];
    });
    const last = parts.findLastIndex((part) => spanOf(part).text.trim() !== '');
    return parts.slice(0, last + 1);
  }
}

/** All lines of a table, its head first. */
export function tableLines<Row>(columns: readonly Column<Row>[], rows: readonly Row[], width: number): Line[] {
  const table = new Table(columns, rows, width);
  return [table.head, ...rows.flatMap((row) => table.lines(row))];
}

function naturalWidth<Row>({ head, cell, least = 0 }: Column<Row>, rows: readonly Row[]): number {
  return Math.max(
    least,
    textWidth(head),
    ...rows.flatMap((row) => spansOf(cell(row)).map(({ text }) => textWidth(text))),
  );
}

/** The columns that there is room for, those of long cells as wide as the others leave them. */
function fitted<Row>(all: readonly SizedColumn<Row>[], width: number): SizedColumn<Row>[] {
  let kept = [...all];
  while (widthOf(kept.map(leastWidth)) > width) {
    const [next] = kept.filter(({ rank }) => rank !== undefined).sort((a, b) => a.rank! - b.rank!);
    if (next === undefined) break;
    kept = kept.filter((column) => column !== next);
  }
  let spare = width - widthOf(kept.map(leastWidth));
  // The shorter ones first, for they may leave the others more.
  const growing = kept.filter(({ long }) => long !== undefined).sort((a, b) => a.width - b.width);
  const widths = new Map(
    growing.map((column, i) => {
      const more = Math.min(column.width - leastWidth(column), Math.max(0, Math.floor(spare / (growing.length - i))));
      spare -= more;
      return [column, leastWidth(column) + more];
    }),
  );
  return kept.map((column) => ({ ...column, width: widths.get(column) ?? column.width }));
}

function leastWidth({ width, long, least = NARROWEST }: SizedColumn<never>): number {
  return long === undefined ? width : Math.min(width, least);
}

function widthOf(widths: readonly number[]): number {
  return widths.reduce((sum, width) => sum + width, 0) + GAP.length * (widths.length - 1);
}

function cellLines<Row>({ cell, width, long }: SizedColumn<Row>, row: Row): Span[] {
  return spansOf(cell(row)).flatMap((span) => fittedText(span.text, width, long).map((text) => ({ ...span, text })));
}

function fittedText(text: string, width: number, long: Column<never>['long']): string[] {
  if (long === undefined) return [text];
  return long === 'cut' ? [cut(text, width)] : wrappedTo(text, width).flatMap((line) => pieces(line, width));
}

/** The texts of a cell as a terminal shows them. */
function spansOf(cell: Cell): Span[] {
  const spans = typeof cell === 'string' ? [{ text: cell }] : [cell].flat();
  return spans.map((span) => ({ ...span, text: printable(span.text) }));
}
