import { axisX, axisY, barX, gridX, type PlotOptions, ruleX, text } from '@observablehq/plot';
import { useCallback } from 'preact/hooks';
import type { FigureRow } from '../../bench/report/html/figure-rows.ts';
import type { EfficiencyProps } from './efficiency-curves.tsx';
import { strategyStyle } from './marks/strategy-style.ts';
import { barLayout } from './plot/bar-layout.ts';
import { PlotFigure } from './plot/plot-figure.tsx';

/** In a bar of more than so many percent there is room for its figure. */
const LABEL_FITS = 25;

/** How much of the ideal each strategy reached, where each has one m. */
export function EfficiencyBars({ server, rows, strategies }: EfficiencyProps) {
  const draw = useCallback(() => efficiencyPlot(rows, strategies), [rows, strategies]);
  return <PlotFigure label={`Efficiency of each strategy against ${server}`} draw={draw} />;
}

function efficiencyPlot(rows: readonly FigureRow[], strategies: readonly string[]): PlotOptions {
  const percent = ({ efficiency = 0 }: FigureRow) => efficiency * 100;
  const isLong = (row: FigureRow) => percent(row) > LABEL_FITS;
  const label = { x: percent, y: 'strategy', text: ({ texts }: FigureRow) => texts.efficiency };
  const names = rows.map(({ strategy }) => strategy);
  return {
    ...barLayout(names, 30),
    x: { domain: [0, 100] },
    marks: [
      gridX([0, 25, 50, 75, 100]),
      barX(rows, { x: percent, y: 'strategy', fill: ({ strategy }) => strategyStyle(strategy, strategies).color }),
      text(rows.filter(isLong), { ...label, textAnchor: 'end', dx: -8, fill: 'var(--on-strategy)' }),
      text(
        rows.filter((row) => !isLong(row)),
        { ...label, textAnchor: 'start', dx: 6 },
      ),
      ruleX([100], { strokeDasharray: '7 5', strokeWidth: 2 }),
      axisX([0, 25, 50, 75, 100], { label: 'efficiency, % of the ideal', labelAnchor: 'center', labelOffset: 42 }),
      axisY({ label: null, tickSize: 0 }),
    ],
  };
}
