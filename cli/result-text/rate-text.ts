import { type FigureName, figure, figureText, figureTitle } from '../../bench/result/figures.ts';
import type { RateCurve, RateFate, RateLevel } from '../../bench/result/rate-curve.ts';
import type { Line } from '../terminal/line.ts';
import { type Column, tableLines } from '../terminal/table.ts';

/** What became of a rate, in a word or two. */
const FATES: Readonly<Record<RateFate, string>> = {
  took: 'took it',
  broke: 'condition met',
  failed: 'failed',
  disturbed: 'disturbed',
  unclear: 'cannot be told',
  behind: 'fell behind',
};

const COLUMNS: readonly Column<RateLevel>[] = [
  { head: 'rate', align: 'right', cell: ({ ratePerSecond }) => `${ratePerSecond}/s` },
  ...(['offered', 'goodput', 'errors', 'p50', 'p95'] as const).map(figureColumn),
  { head: 'what became of it', cell: ({ fate }) => FATES[fate] },
];

/** What stands above the columns of that table. */
export const RATE_HEADS: string[] = COLUMNS.map(({ head }) => head);

/** What came of each rate as lines: a table with a row for each, ascending. */
export function rateLines({ server, levels, until }: RateCurve, width: number): Line[] {
  return [`${server}: goodput over the rate of requests, until ${until}`, ...tableLines(COLUMNS, levels, width)];
}

function figureColumn(name: FigureName): Column<RateLevel> {
  const shown = figure(name);
  return { head: figureTitle(shown), align: 'right', cell: (level) => figureText(shown, level) };
}
