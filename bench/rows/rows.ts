import { max, median, min } from 'simple-statistics';
import { type Cell, type CellResult, type FailedCell, isMeasured, type MeasuredCell } from '../result/cell.ts';
import { cellName, levelOf, seriesName } from '../result/cell-group.ts';
import { FIGURES, type Figure, type FigureName, figureValue } from '../result/figures.ts';
import type { BenchResult } from '../result/result.ts';
import { representatives } from './representatives.ts';

/** The lowest and the highest of several values. */
export interface Range {
  readonly low: number;
  readonly high: number;
}

/**
 * All repetitions of one cell, as one line of a table: each figure is the median over them. What is withheld of one is
 * withheld of all.
 */
export type Row = MeasuredCell & {
  /** How many repetitions were measured; absent for one. */
  readonly repetitions?: number;
  /** From where to where the repetitions lie; absent for one. */
  readonly ranges?: Readonly<Partial<Record<FigureName, Range>>>;
};

/** One row, or failure, for each server and strategy: its highest level. They come in the order that was asked for. */
export function rows(result: Pick<BenchResult, 'cells' | 'planned'>): (Row | FailedCell)[] {
  return grouped(result, seriesName).map((group) => {
    const measured = group.filter(isMeasured);
    const highest = Math.max(...measured.map(levelOf));
    return measured.length === 0 ? failure(group) : rowOf(measured.filter((cell) => levelOf(cell) === highest));
  });
}

/** One row, or failure, for each server, strategy and level, in the order that was asked for. */
export function rowsOfEachLevel(result: Pick<BenchResult, 'cells' | 'planned'>): (Row | FailedCell)[] {
  return grouped(result, cellName).map((group) => {
    const measured = group.filter(isMeasured);
    return measured.length === 0 ? failure(group) : rowOf(measured);
  });
}

/** The measured repetitions of one cell as one row. */
export function rowOf(group: readonly MeasuredCell[]): Row {
  const [middle] = representatives(group).filter(isMeasured);
  const withheld = group.find((cell) => cell.withheld !== undefined)?.withheld;
  const contradicted = group.find((cell) => cell.contradicted !== undefined)?.contradicted;
  return {
    ...middle!,
    ...Object.fromEntries(FIGURES.map((figure: Figure) => [figure.field, medianOf(valuesOf(figure, group))])),
    outcomes: medianCounts(group.map(({ outcomes }) => outcomes)),
    reasons: medianCounts(group.map(({ reasons = {} }) => reasons)),
    ...(withheld !== undefined && { withheld, efficiency: undefined }),
    ...(contradicted !== undefined && { contradicted }),
    ...(group.length > 1 && { repetitions: group.length, ranges: rangesOf(group) }),
  };
}

/** Repetitions run forwards and backwards in turn; the first is in the order that was asked for. */
function grouped(
  { cells, planned }: Pick<BenchResult, 'cells' | 'planned'>,
  name: (cell: Cell) => string,
): CellResult[][] {
  const order = [...new Set(inOrder([...planned, ...cells]).map(name))];
  const groups = Map.groupBy(cells, name);
  return order.flatMap((one) => (groups.has(one) ? [groups.get(one)!] : []));
}

/** What is measured between two rates comes after both of them. */
function inOrder(cells: readonly Cell[]): readonly Cell[] {
  if (cells.every(({ ratePerSecond }) => ratePerSecond === undefined)) return cells;
  const servers = [...new Set(cells.map(({ server }) => server))];
  return cells.toSorted((a, b) => servers.indexOf(a.server) - servers.indexOf(b.server) || levelOf(a) - levelOf(b));
}

function failure(group: readonly CellResult[]): FailedCell {
  return group.find((cell): cell is FailedCell => !isMeasured(cell))!;
}

function rangesOf(group: readonly MeasuredCell[]): NonNullable<Row['ranges']> {
  const ranges = FIGURES.flatMap((figure: Figure) => {
    const values = valuesOf(figure, group);
    return values.length === 0 ? [] : [[figure.name, { low: min(values), high: max(values) }]];
  });
  return Object.fromEntries(ranges) as NonNullable<Row['ranges']>;
}

function valuesOf(figure: Figure, group: readonly MeasuredCell[]): number[] {
  return group.map((cell) => figureValue(figure, cell)).filter((value) => value !== undefined);
}

/** The medians of counts by name, to whole numbers; a name that one repetition lacks counts as 0 there. */
function medianCounts<Counts extends Readonly<Record<string, number>>>(all: readonly Counts[]): Counts {
  const names = [...new Set(all.flatMap((counts) => Object.keys(counts)))];
  const counted = names.map((name) => [name, Math.round(median(all.map((counts) => counts[name] ?? 0)))] as const);
  return Object.fromEntries(
    counted.filter(([name, count]) => count > 0 || all.every((counts) => name in counts)),
  ) as Counts;
}

function medianOf(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : median([...values]);
}
