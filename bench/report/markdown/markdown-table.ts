import { markdownTable as linedUp } from 'markdown-table';

/** One column of a table of Markdown. */
export interface MarkdownColumn {
  readonly head: string;
  /** Default `left`. */
  readonly align?: 'left' | 'right';
}

/** Some readers of Markdown take a line of fewer hyphens for text. */
const LEAST_WIDTH = 3;

/** A table of Markdown, its columns lined up. Cells are Markdown already; their vertical bars are escaped here. */
export function markdownTable(columns: readonly MarkdownColumn[], rows: readonly (readonly string[])[]): string {
  const lines = [columns.map(headOf), ...rows].map((row) => row.map((cell) => cell.replaceAll(/(?<!\\)\|/g, '\\|')));
  return linedUp(lines, {
    align: columns.map(({ align }) => (align === 'right' ? 'right' : undefined)),
    stringLength: (cell) => [...cell].length,
  });
}

function headOf({ head, align }: MarkdownColumn): string {
  return align === 'right' ? head.padStart(LEAST_WIDTH) : head.padEnd(LEAST_WIDTH);
}
