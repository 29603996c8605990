import { isMeasured, type MeasuredCell } from '../../result/cell.ts';
import { cellName, levelOf, shortLevel } from '../../result/cell-group.ts';
import { FIGURES, type Figure, type FigureName, figureText } from '../../result/figures.ts';
import type { BenchResult } from '../../result/result.ts';
import { BYTES } from '../../result/unit.ts';
import { rows, rowsOfEachLevel } from '../../rows/rows.ts';
import { significant } from './rounding.ts';

/** The figures of one server, strategy and level: of its repetitions, the medians. */
export type FigureRow = MeasuredCell & {
  /** Its level for people, such as `8` for m or `40/s`. */
  readonly level: string;
  /** Each figure for people. */
  readonly texts: Readonly<Record<FigureName, string>>;
  /** How many repetitions were measured. */
  readonly repetitions: number;
  /** Whether it stands for its strategy where there is room for one level only: the highest. */
  readonly represents: boolean;
  /** What one more request in flight costs the client in memory; absent where it was not swept or nothing was seen. */
  readonly memoryPerRequestInFlight?: string;
};

/** One row for each server, strategy and level that was measured, in the order in which they ran, levels ascending. */
export function figureRows(result: Pick<BenchResult, 'cells' | 'curves' | 'planned'>): FigureRow[] {
  const standing = rows(result).filter(isMeasured);
  const figures = rowsOfEachLevel(result)
    .filter(isMeasured)
    .map((row): FigureRow => {
      const {
        ranges: _ranges,
        timeline: _timeline,
        timeParts: _timeParts,
        shares: _shares,
        repetitions = 1,
        ...cell
      } = row;
      const curve = result.curves.find(({ server, strategy }) => server === cell.server && strategy === cell.strategy);
      const bytes = curve?.bytesPerRequestInFlight;
      return {
        ...rounded(cell),
        level: shortLevel(cell),
        texts: textsOf(cell),
        repetitions,
        represents: standing.some((one) => cellName(one) === cellName(cell)),
        ...(bytes !== undefined && bytes > 0 && { memoryPerRequestInFlight: BYTES.text(bytes) }),
      };
    });
  return inOrder(figures);
}

/** Servers and strategies as they first ran; what a sweep measured later joins its own. */
function inOrder(figures: readonly FigureRow[]): FigureRow[] {
  const groups = Map.groupBy(figures, ({ server }) => server);
  return [...groups.values()].flatMap((ofServer) => {
    const byStrategy = Map.groupBy(ofServer, ({ strategy }) => strategy);
    return [...byStrategy.values()].flatMap((group) => group.toSorted((a, b) => levelOf(a) - levelOf(b)));
  });
}

function rounded<T extends MeasuredCell>(cell: T): T {
  const figures = Object.entries(cell).map(([name, value]) => [
    name,
    typeof value === 'number' ? significant(value) : value,
  ]);
  return Object.fromEntries(figures) as T;
}

function textsOf(cell: MeasuredCell): FigureRow['texts'] {
  const texts = FIGURES.map((figure: Figure) => [figure.name, figureText(figure, cell)]);
  return Object.fromEntries(texts) as FigureRow['texts'];
}
