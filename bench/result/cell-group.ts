import { type Cell, type CellResult, isMeasured, type MeasuredCell } from './cell.ts';

/** The repetitions of one cell: the same server, strategy and level. */
export interface CellGroup extends Omit<Cell, 'repetition'> {
  /** Those that were measured, ascending by repetition, each with its index in the result's cells. */
  readonly measured: readonly { readonly index: number; readonly cell: MeasuredCell }[];
  /** What went wrong in those that failed. */
  readonly errors: readonly string[];
}

/** Puts repetitions together. Groups come in the order in which their first cell ran. */
export function cellGroups(cells: readonly CellResult[]): CellGroup[] {
  const indexed = cells.map((cell, index) => ({ cell, index }));
  return [...Map.groupBy(indexed, ({ cell }) => cellName(cell)).values()].map((group) => {
    const { server, strategy, m, ratePerSecond, durationMs } = group[0]!.cell;
    const measured = group.flatMap(({ cell, index }) => (isMeasured(cell) ? [{ cell, index }] : []));
    const errors = group.flatMap(({ cell }) => ('error' in cell ? [cell.error] : []));
    return {
      server,
      strategy,
      m,
      ...(ratePerSecond !== undefined && { ratePerSecond }),
      ...(durationMs !== undefined && { durationMs }),
      errors,
      measured: measured.sort((a, b) => a.cell.repetition - b.cell.repetition),
    };
  });
}

/** What a cell is called in sentences, whichever its repetition. */
export function cellName(cell: Omit<Cell, 'repetition'>): string {
  return `${seriesName(cell)} at ${levelText(cell)}`;
}

/** What the cells of a series ascend by: m, or the rate where that rises. */
export function levelOf({ m, ratePerSecond }: Pick<Cell, 'm' | 'ratePerSecond'>): number {
  return ratePerSecond ?? m;
}

/** A cell's level for people: `m = 8` or `40/s`. */
export function levelText(cell: Pick<Cell, 'm' | 'ratePerSecond'>): string {
  return cell.ratePerSecond === undefined ? `m = ${cell.m}` : shortLevel(cell);
}

/** The same where `m` stands above it: `8` or `40/s`. */
export function shortLevel({ m, ratePerSecond }: Pick<Cell, 'm' | 'ratePerSecond'>): string {
  return ratePerSecond === undefined ? String(m) : `${ratePerSecond}/s`;
}

/** What the cells of one strategy against one server are called, whatever their level. */
export function seriesName({ server, strategy }: Pick<Cell, 'server' | 'strategy'>): string {
  return `${server} ${strategy}`;
}
