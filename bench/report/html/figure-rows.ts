import { isMeasured, type MeasuredCell } from '../../result/cell.ts';
import { cellName } from '../../result/cell-group.ts';
import { FIGURES, type Figure, type FigureName, figureText } from '../../result/figures.ts';
import { representatives } from '../../result/representatives.ts';
import type { BenchResult } from '../../result/result.ts';
import { BYTES } from '../../result/unit.ts';
import { significant } from './rounding.ts';

/** The figures of one server, strategy and m: of its repetitions, the one with the median elapsed time. */
export type FigureRow = MeasuredCell & {
  /** Each figure for people. */
  readonly texts: Readonly<Record<FigureName, string>>;
  /** How many repetitions were measured. */
  readonly repetitions: number;
  /** Whether it stands for its strategy where there is room for one m only: the highest. */
  readonly represents: boolean;
  /** What one more request in flight costs the client in memory; absent where it was not swept or nothing was seen. */
  readonly memoryPerRequestInFlight?: string;
};

/** One row for each server, strategy and m that was measured, in the order in which they ran, m ascending. */
export function figureRows({ cells, curves }: Pick<BenchResult, 'cells' | 'curves'>): FigureRow[] {
  const measured = cells.filter(isMeasured);
  const standing = new Set(representatives(measured));
  const rows = [...Map.groupBy(measured, cellName).values()].map((group): FigureRow => {
    const cell = representatives(group).find(isMeasured)!;
    const curve = curves.find(({ server, strategy }) => server === cell.server && strategy === cell.strategy);
    const bytes = curve?.bytesPerRequestInFlight;
    return {
      ...rounded(cell),
      texts: textsOf(cell),
      repetitions: group.length,
      represents: standing.has(cell),
      ...(bytes !== undefined && bytes > 0 && { memoryPerRequestInFlight: BYTES.text(bytes) }),
    };
  });
  return inOrder(rows);
}

/** Servers and strategies as they first ran; what a sweep measured later joins its own. */
function inOrder(rows: readonly FigureRow[]): FigureRow[] {
  const groups = Map.groupBy(rows, ({ server }) => server);
  return [...groups.values()].flatMap((ofServer) => {
    const byStrategy = Map.groupBy(ofServer, ({ strategy }) => strategy);
    return [...byStrategy.values()].flatMap((group) => group.toSorted((a, b) => a.m - b.m));
  });
}

function rounded(cell: MeasuredCell): MeasuredCell {
  const figures = Object.entries(cell).map(([name, value]) => [
    name,
    typeof value === 'number' ? significant(value) : value,
  ]);
  return Object.fromEntries(figures) as MeasuredCell;
}

function textsOf(cell: MeasuredCell): FigureRow['texts'] {
  const texts = FIGURES.map((figure: Figure) => [figure.name, figureText(figure, cell)]);
  return Object.fromEntries(texts) as FigureRow['texts'];
}
