import type { Comparison } from '../../compare/compare.ts';
import { type ComparisonRow, comparisonRemarks, comparisonRows, comparisonSentence } from '../text/comparison-rows.ts';
import { escapeMarkdown, markdownCode } from './escape-markdown.ts';
import { type MarkdownColumn, markdownTable } from './markdown-table.ts';

const COLUMNS: readonly (MarkdownColumn & { readonly of: keyof ComparisonRow })[] = [
  { head: 'server', align: 'left', of: 'server' },
  { head: 'strategy', align: 'left', of: 'strategy' },
  { head: 'm', align: 'right', of: 'm' },
  { head: 'figure', align: 'left', of: 'figure' },
  { head: 'A', align: 'right', of: 'a' },
  { head: 'B', align: 'right', of: 'b' },
  { head: 'B / A', align: 'right', of: 'ratio' },
  { head: '95 % interval', align: 'right', of: 'interval' },
  { head: 'B is', align: 'left', of: 'verdict' },
];

/**
 * A comparison as Markdown for the comment on a pull request.
 *
 * @param regressions what makes it fail, as sentences; none when nothing does
 */
export function comparisonMarkdown(comparison: Comparison, regressions: readonly string[] = []): string {
  const rows = comparisonRows(comparison).map((row) => COLUMNS.map(({ of }) => escapeMarkdown(row[of])));
  const blocks = [
    `## Flag Lab: ${escapeMarkdown(comparisonSentence(comparison).replace(/\.$/, ''))}`,
    ...list(regressions.map((sentence) => `**Regression**: ${escapeMarkdown(sentence)}`)),
    ...(rows.length === 0 ? [] : [markdownTable(COLUMNS, rows)]),
    ...list(comparisonRemarks(comparison).map(escapeMarkdown)),
    runLine('A', comparison.a),
    runLine('B', comparison.b),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function runLine(side: string, { id, startedAt, commandLine }: Comparison['a']): string {
  return `${side}: ${markdownCode(id)}, ${startedAt}, ${markdownCode(commandLine)}`;
}

function list(lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [lines.map((line) => `- ${line}`).join('\n')];
}
