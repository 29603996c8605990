import { axisX, axisY, barX, type PlotOptions, text } from '@observablehq/plot';
import { useCallback } from 'preact/hooks';
import type { FigureRow } from '../../bench/report/html/figure-rows.ts';
import { OUTCOME_STYLES } from './marks/outcome-styles.ts';
import { barLayout } from './plot/bar-layout.ts';
import { PlotFigure } from './plot/plot-figure.tsx';

/** One piece of a bar. */
interface Piece {
  readonly strategy: string;
  readonly from: number;
  readonly to: number;
  readonly count: number;
  readonly color: string;
  readonly ink: string;
}

interface OutcomeBarsProps {
  readonly server: string;
  readonly rows: readonly FigureRow[];
  /** What one of the things is called that were asked for. */
  readonly noun: string;
}

/** How the items of each strategy ended against one server. */
export function OutcomeBars({ server, rows, noun }: OutcomeBarsProps) {
  const draw = useCallback((width: number) => outcomePlot(rows, noun, width), [rows, noun]);
  return <PlotFigure label={`Outcomes of each strategy against ${server}`} draw={draw} />;
}

function outcomePlot(rows: readonly FigureRow[], noun: string, width: number): PlotOptions {
  const names = rows.map(({ strategy }) => strategy);
  const layout = barLayout(names, 28);
  const most = Math.max(1, ...rows.map(({ items }) => items));
  const pxPerItem = (width - layout.marginLeft - layout.marginRight) / most;
  const pieces = rows.flatMap(piecesOf);
  return {
    ...layout,
    x: { domain: [0, most] },
    marks: [
      barX(pieces, { y: 'strategy', x1: 'from', x2: 'to', fill: 'color', stroke: 'var(--paper)' }),
      text(
        pieces.filter(({ count }) => count * pxPerItem > 12 + 10 * String(count).length),
        { y: 'strategy', x: ({ from, to }: Piece) => (from + to) / 2, text: 'count', fill: 'ink', fontWeight: 'bold' },
      ),
      axisX({ ticks: 5, tickFormat: 'd', label: `${noun}s`, labelAnchor: 'center', labelOffset: 42 }),
      axisY({ label: null, tickSize: 0 }),
    ],
  };
}

function piecesOf({ strategy, outcomes }: FigureRow): Piece[] {
  let end = 0;
  return OUTCOME_STYLES.flatMap(({ kind, color, ink }) => {
    const count = outcomes[kind];
    end += count;
    return count === 0 ? [] : [{ strategy, from: end - count, to: end, count, color, ink }];
  });
}
