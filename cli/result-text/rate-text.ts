import { figure, figureTitle, NOTHING } from '../../bench/result/figures.ts';
import type { RateCurve, RateFate, RateLevel } from '../../bench/result/rate-curve.ts';
import { MILLISECONDS, RATE, SHARE, type Unit } from '../../bench/result/unit.ts';
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
  column(figureTitle(figure('offered')), ({ offeredPerSecond }) => offeredPerSecond, RATE),
  column(figureTitle(figure('goodput')), ({ goodputPerSecond }) => goodputPerSecond, RATE),
  column(figureTitle(figure('errors')), ({ errorShare }) => errorShare, SHARE),
  column('p50', ({ latencyP50Ms }) => latencyP50Ms, MILLISECONDS),
  column('p95', ({ latencyP95Ms }) => latencyP95Ms, MILLISECONDS),
  { head: 'what became of it', cell: ({ fate }) => FATES[fate] },
];

/** What stands above the columns of that table. */
export const RATE_HEADS: string[] = COLUMNS.map(({ head }) => head);

/** What came of each rate as lines: a table with a row for each, ascending. */
export function rateLines({ server, levels, until }: RateCurve, width: number): Line[] {
  return [`${server}: goodput over the rate of requests, until ${until}`, ...tableLines(COLUMNS, levels, width)];
}

function column(head: string, figureOf: (level: RateLevel) => number | undefined, unit: Unit): Column<RateLevel> {
  return {
    head,
    align: 'right',
    cell: (level) => {
      const value = figureOf(level);
      return value === undefined ? NOTHING : unit.text(value);
    },
  };
}
