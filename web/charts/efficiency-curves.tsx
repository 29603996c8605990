import { axisY, dot, gridY, line, type PlotOptions, ruleY } from '@observablehq/plot';
import { useCallback } from 'preact/hooks';
import type { FigureRow } from '../../bench/report/html/figure-rows.ts';
import { strategyStyle } from './marks/strategy-style.ts';
import { dodge } from './plot/dodge.ts';
import { levelAxis, levelScale } from './plot/level-axis.ts';
import { PlotFigure } from './plot/plot-figure.tsx';

/** What is drawn: the rows of one server that have an efficiency. */
export interface EfficiencyProps {
  readonly server: string;
  readonly rows: readonly FigureRow[];
  readonly strategies: readonly string[];
}

/** How much of the ideal each strategy reached, over m. */
export function EfficiencyCurves({ server, rows, strategies }: EfficiencyProps) {
  const draw = useCallback((width: number) => efficiencyPlot(rows, strategies, width), [rows, strategies]);
  return <PlotFigure label={`Efficiency over requests in flight against ${server}`} draw={draw} />;
}

function efficiencyPlot(rows: readonly FigureRow[], strategies: readonly string[], width: number): PlotOptions {
  const groups = [...Map.groupBy(rows, ({ strategy }) => strategy)];
  const ms = rows.map(({ m }) => m);
  return {
    height: 300,
    marginLeft: 68,
    marginRight: 16,
    marginTop: 34,
    marginBottom: 56,
    x: levelScale(ms),
    y: { domain: [0, 105], clamp: true },
    marks: [
      gridY([0, 25, 50, 75, 100]),
      ruleY([0]),
      ruleY([100], { strokeDasharray: '7 5', strokeWidth: 2 }),
      levelAxis(ms, width),
      axisY([0, 25, 50, 75, 100], { label: 'efficiency, % of the ideal' }),
      ...groups.flatMap(([strategy, group], i) => {
        const { color, symbol } = strategyStyle(strategy, strategies);
        const dx = dodge(i, groups.length);
        const at = { x: 'm', y: ({ efficiency = 0 }: FigureRow) => efficiency * 100 };
        return [
          line(group.length > 1 ? group : [], { ...at, dx, stroke: color, strokeWidth: 2.5 }),
          dot(group, { ...at, fill: color, symbol, r: 6, dx, stroke: 'var(--paper)' }),
        ];
      }),
    ],
  };
}
