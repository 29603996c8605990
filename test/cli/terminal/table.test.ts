import { expect, it } from 'vitest';
import { type Column, tableLines } from '../../../cli/terminal/table.ts';
import { shownLines } from '../../helpers/shown-lines.ts';

interface Row {
  readonly name: string;
  readonly count: number;
  readonly text: string;
}

const COLUMNS: readonly Column<Row>[] = [
  { head: 'name', cell: ({ name }) => name, long: 'cut' },
  { head: 'count', align: 'right', cell: ({ count }) => String(count) },
  { head: 'seldom', rank: 2, cell: () => 'seldom' },
  { head: 'never', rank: 1, cell: () => 'never' },
  { head: 'text', long: 'wrap', cell: ({ text }) => text },
];

const ROWS = [
  { name: 'one', count: 1, text: 'as long as a sentence may well become' },
  { name: 'a name that goes on', count: 20, text: 'short' },
];

function shown(width: number): string[] {
  return shownLines(tableLines(COLUMNS, ROWS, width), width);
}

it('has all columns where there is no terminal, and no blanks at the end of a line', () => {
  expect(shownLines(tableLines(COLUMNS, ROWS, Number.POSITIVE_INFINITY))).toEqual([
    'name                 count  seldom  never  text',
    'one                      1  seldom  never  as long as a sentence may well become',
    'a name that goes on     20  seldom  never  short',
  ]);
});

it('wraps and cuts what is long, before it leaves out the columns of the lowest rank', () => {
  expect(shown(60)).toEqual([
    'name                count  seldom  never  text',
    'one                     1  seldom  never  as long as a',
    '                                          sentence may well',
    '                                          become',
    'a name that goes …     20  seldom  never  short',
  ]);
  expect(shown(50)).toEqual([
    'name           count  seldom  never  text',
    'one                1  seldom  never  as long as a',
    '                                     sentence may',
    '                                     well become',
    'a name that …     20  seldom  never  short',
  ]);
  expect(shown(41)).toEqual([
    'name          count  seldom  text',
    'one               1  seldom  as long as a',
    '                             sentence may',
    '                             well become',
    'a name that…     20  seldom  short',
  ]);
});

it.each([34, 41, 50, 60, 80, 100, 140])('is never wider than %d columns', (width) => {
  const wide = ROWS.map((row) => ({
    ...row,
    text: `${row.text} https://example.org/${'a/'.repeat(80)}`,
    name: '名'.repeat(40),
  }));
  for (const line of shownLines(tableLines(COLUMNS, wide, width))) expect(columnsOf(line)).toBeLessThanOrEqual(width);
});

it('shows in one line what outside text would break into two', () => {
  expect(shownLines(tableLines(COLUMNS, [{ name: 'a\nb', count: 1, text: '\u001b[31mred' }], 80))[1]).toBe(
    'a\\nb      1  seldom  never  \\u001b[31mred',
  );
});

/** A character of East Asia takes two. */
function columnsOf(line: string): number {
  return [...line].reduce((sum, character) => sum + (character === '名' ? 2 : 1), 0);
}
