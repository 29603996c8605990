import { figure, figureTitle, NOTHING } from '../../bench/result/figures.ts';
import type { RateCurve, RateFate, RateLevel } from '../../bench/result/rate-curve.ts';
import { MILLISECONDS, RATE, SHARE, type Unit } from '../../bench/result/unit.ts';
import { plainTable } from '../terminal/table.ts';

/** What became of a rate, in a word or two. */
const FATES: Readonly<Record<RateFate, string>> = {
  took: 'took it',
  broke: 'condition met',
  failed: 'failed',
  disturbed: 'disturbed',
  unclear: 'cannot be told',
  behind: 'fell behind',
};

interface Column {
  readonly head: string;
  readonly text: (level: RateLevel) => string;
}

const COLUMNS: readonly Column[] = [
  { head: 'rate', text: ({ ratePerSecond }) => `${ratePerSecond}/s` },
  column(figureTitle(figure('offered')), ({ offeredPerSecond }) => offeredPerSecond, RATE),
  column(figureTitle(figure('goodput')), ({ goodputPerSecond }) => goodputPerSecond, RATE),
  column(figureTitle(figure('errors')), ({ errorShare }) => errorShare, SHARE),
  column('p50', ({ latencyP50Ms }) => latencyP50Ms, MILLISECONDS),
  column('p95', ({ latencyP95Ms }) => latencyP95Ms, MILLISECONDS),
  { head: 'what became of it', text: ({ fate }) => FATES[fate] },
];

/** What stands above the columns of that table. */
export const RATE_HEADS: readonly string[] = COLUMNS.map(({ head }) => head);

/** What came of each rate as lines: a table with a row for each, ascending. */
export function rateText({ server, levels, until }: RateCurve): string[] {
  const table = plainTable(
    RATE_HEADS,
    COLUMNS.map((_, i) => (i === COLUMNS.length - 1 ? 'left' : 'right')),
  );
  for (const level of levels) table.push(COLUMNS.map(({ text }) => text(level)));
  // The table fills the last column up with spaces.
  const lines = table.toString().replaceAll(/ +$/gm, '').split('\n');
  return [`${server}: goodput over the rate of requests, until ${until}`, ...lines];
}

function column(head: string, figureOf: (level: RateLevel) => number | undefined, unit: Unit): Column {
  return {
    head,
    text: (level) => {
      const value = figureOf(level);
      return value === undefined ? NOTHING : unit.text(value);
    },
  };
}
