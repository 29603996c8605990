/** One column of a table of Markdown. */
export interface MarkdownColumn {
  readonly head: string;
  readonly align: 'left' | 'right';
}

/** A table of Markdown, its columns lined up. Cells are Markdown already; their vertical bars are escaped here. */
export function markdownTable(columns: readonly MarkdownColumn[], rows: readonly (readonly string[])[]): string {
  const heads = columns.map(({ head }) => head);
  const lines = [heads, ...rows].map((row) => row.map((cell) => cell.replaceAll(/(?<!\\)\|/g, '\\|')));
  const widths = columns.map((_, i) => Math.max(3, ...lines.map((line) => [...line[i]!].length)));
  const rule = columns.map(({ align }, i) =>
    align === 'right' ? `${'-'.repeat(widths[i]! - 1)}:` : '-'.repeat(widths[i]!),
  );
  const [first, ...others] = lines.map((line) => line.map((cell, i) => padded(cell, widths[i]!, columns[i]!.align)));
  return [first!, rule, ...others].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function padded(cell: string, width: number, align: MarkdownColumn['align']): string {
  const space = ' '.repeat(width - [...cell].length);
  return align === 'right' ? space + cell : cell + space;
}
