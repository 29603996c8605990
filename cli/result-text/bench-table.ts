import { BASELINE, speedup } from '../../bench/report/text/speedup.ts';
import { type CellResult, type FailedCell, isMeasured } from '../../bench/result/cell.ts';
import { type FigureName, figure, figureText, figureTitle, figureValue, NOTHING } from '../../bench/result/figures.ts';
import type { Row } from '../../bench/rows/rows.ts';
import type { Line, Span, Tone } from '../terminal/line.ts';
import { type Column, Table } from '../terminal/table.ts';

/** One line of the table: a row, and how it stands to the others. */
export interface BenchLine {
  readonly row: Row | FailedCell;
  /** How many times sooner than sequential; undefined where that cannot be said. */
  readonly factor: number | undefined;
}

/** What decides which columns there are. */
export interface TableFacts {
  /** How many items a cell has at most. */
  readonly items: number;
  /** Whether cells were run several times: then rows are medians, and there is a range of the elapsed time. */
  readonly isRepeated: boolean;
  /** Whether requests start on schedule: then latencies and late starts count, and no efficiency. */
  readonly isScheduled: boolean;
  /** Whether some flags are not to be had: then they are counted. */
  readonly hasNotFound: boolean;
  /** Whether there is somebody to be sooner than. */
  readonly hasBaseline: boolean;
  /** Whether items have work beside their requests: then the ideal and the event loop tell what it costs. */
  readonly hasWork: boolean;
}

interface BenchColumn extends Column<BenchLine> {
  /** Absent: in every table. */
  readonly isIn?: (facts: TableFacts) => boolean;
  /** Its rank where requests start on schedule; absent: it always stays there. */
  readonly rankOnSchedule?: number;
  /** How wide its cells become that are still to be measured, in characters; absent: no wider than the head. */
  readonly foreseen?: (facts: TableFacts) => number;
}

/** A row that is this near to the ideal, as a share of it, is marked as good; one that is farther than that, as doubtful. */
const [NEAR_IDEAL, FAR_FROM_IDEAL] = [0.9, 0.5];

/** Where there is no room for all, what a client has cost goes first, then its latencies. */
const COLUMNS: readonly BenchColumn[] = [
  { head: 'server', long: 'cut', cell: ({ row }) => row.server },
  { head: 'strategy', long: 'cut', cell: ({ row }) => row.strategy },
  { head: 'm', align: 'right', rankOnSchedule: 3, cell: ({ row }) => String(row.m) },
  {
    ...measured('ok', ({ outcomes }) => String(outcomes.ok)),
    foreseen: ({ items }) => String(items).length,
  },
  {
    ...measured('not found', ({ outcomes }) => String(outcomes.notFound)),
    rank: 6,
    isIn: ({ hasNotFound }) => hasNotFound,
  },
  { ...ofFigure('errors', '100 %'), rank: 7, cell: ({ row }) => errorsCell(row) },
  { ...ofFigure('elapsed', '99.999 s'), rankOnSchedule: 4, cell: ({ row }) => elapsedCell(row) },
  { ...measured('range, s', elapsedRange), rank: 8, isIn: ({ isRepeated }) => isRepeated },
  { ...ofFigure('goodput', '99999.9/s'), rank: 9 },
  { ...ofFigure('ideal', '99.999 s'), rank: 5, isIn: ({ hasWork }) => hasWork },
  { ...ofFigure('efficiency', '100 %'), isIn: isRace, cell: ({ row }) => efficiencyCell(row) },
  {
    head: 'speed-up',
    align: 'right',
    rank: 10,
    isIn: (facts) => isRace(facts) && facts.hasBaseline,
    cell: ({ factor }) => (factor === undefined ? NOTHING : `${factor.toFixed(1)} x`),
  },
  { ...ofFigure('p50', '999.9 ms'), rank: 4, isIn: hasEnoughItems('p50') },
  { ...ofFigure('p95', '999.9 ms'), rank: 3, isIn: hasEnoughItems('p95') },
  { ...ofFigure('p99', '999.9 ms'), isIn: ({ isScheduled }) => isScheduled },
  { ...ofFigure('lateStarts', '9999'), rankOnSchedule: 5, isIn: ({ isScheduled }) => isScheduled },
  { ...ofFigure('eventLoopDelay', '9999.9 ms'), rank: 5, isIn: ({ hasWork }) => hasWork },
  { ...ofFigure('cpu', '99.99 s'), rank: 2, rankOnSchedule: 2 },
  { ...ofFigure('peakRss', '9999 MB'), rank: 1, rankOnSchedule: 1 },
];

/**
 * The columns of a bench's table.
 *
 * @param isLive whether rows are still to come, so that there must be room for them
 */
export function benchColumns(facts: TableFacts, isLive: boolean): Column<BenchLine>[] {
  return COLUMNS.filter(({ isIn }) => isIn?.(facts) ?? true).map(({ rank, rankOnSchedule, foreseen, ...column }) => {
    const settled = facts.isScheduled ? rankOnSchedule : rank;
    return {
      ...column,
      ...(settled !== undefined && { rank: settled }),
      ...(isLive && foreseen !== undefined && { least: foreseen(facts) }),
    };
  });
}

/** Rows as lines, each compared with the others. */
export function benchLines(rows: readonly (Row | FailedCell)[]): BenchLine[] {
  return rows.map((row) => ({ row, factor: isMeasured(row) ? speedup(row, rows) : undefined }));
}

/**
 * The results of a bench as a table as wide as that at most, a blank line between servers. Of repetitions it shows the
 * medians.
 *
 * @param hasWork whether items have work beside their requests
 */
export function benchTable(
  rows: readonly (Row | FailedCell)[],
  width: number,
  hasWork = false,
): { readonly heads: string[]; readonly lines: Line[] } {
  const lines = benchLines(rows);
  const table = new Table(benchColumns(factsOf(rows, hasWork), false), lines, width);
  const body = lines.flatMap((line, i) => [
    ...(i > 0 && line.row.server !== lines[i - 1]!.row.server ? [''] : []),
    ...table.lines(line),
  ]);
  return { heads: table.heads, lines: [table.head, ...body] };
}

function factsOf(rows: readonly (Row | FailedCell)[], hasWork: boolean): TableFacts {
  const measuredRows = rows.filter(isMeasured);
  return {
    items: Math.max(0, ...measuredRows.map(({ items }) => items)),
    isRepeated: measuredRows.some(({ ranges }) => ranges !== undefined),
    isScheduled: measuredRows.some(({ lateStarts }) => lateStarts !== undefined),
    hasNotFound: measuredRows.some(({ outcomes }) => outcomes.notFound > 0),
    hasBaseline: rows.some(({ strategy }) => strategy === BASELINE),
    hasWork,
  };
}

function isRace({ isScheduled }: TableFacts): boolean {
  return !isScheduled;
}

function hasEnoughItems(name: FigureName): (facts: TableFacts) => boolean {
  return ({ items, isScheduled }) => isScheduled || items >= figure(name).itemsNeeded;
}

/** @param widest what the widest of its cells usually looks like */
function ofFigure(name: FigureName, widest: string): BenchColumn {
  const shown = figure(name);
  return { ...measured(figureTitle(shown), (row) => figureText(shown, row)), foreseen: () => widest.length };
}

/** A column of numbers that cells have which were measured. */
function measured(head: string, text: (row: Row) => string): BenchColumn {
  return { head, align: 'right', cell: ({ row }) => (isMeasured(row) ? text(row) : NOTHING) };
}

function elapsedCell(row: CellResult): string | Span {
  return isMeasured(row) ? figureText(figure('elapsed'), row) : { text: 'failed', tone: 'bad' };
}

function errorsCell(row: CellResult): string | Span {
  if (!isMeasured(row)) return NOTHING;
  return toned(figureText(figure('errors'), row), row.errorShare > 0 ? 'doubtful' : undefined);
}

function efficiencyCell(row: CellResult): string | Span {
  if (!isMeasured(row)) return NOTHING;
  const share = figureValue(figure('efficiency'), row);
  return toned(figureText(figure('efficiency'), row), share === undefined ? undefined : nearness(share));
}

function nearness(share: number): Tone | undefined {
  if (share >= NEAR_IDEAL) return 'good';
  return share < FAR_FROM_IDEAL ? 'doubtful' : undefined;
}

function toned(text: string, tone: Tone | undefined): string | Span {
  return tone === undefined ? text : { text, tone };
}

function elapsedRange({ ranges }: Row): string {
  if (ranges?.elapsed === undefined) return NOTHING;
  const [low, high] = [ranges.elapsed.low, ranges.elapsed.high].map((ms) => (ms / 1000).toFixed(3));
  return `${low}–${high}`;
}
