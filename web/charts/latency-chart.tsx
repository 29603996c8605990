import { axisX, axisY, dot, gridX, gridY, line, type Markish, type PlotOptions, ruleY } from '@observablehq/plot';
import { useCallback } from 'preact/hooks';
import type { LatencyPanel } from '../../bench/report/html/latency-panels.ts';
import type { EcdfPoint } from '../../bench/statistics/ecdf.ts';
import { strategyStyle } from './marks/strategy-style.ts';
import { PlotFigure } from './plot/plot-figure.tsx';
import { timeUnit } from './plot/time-unit.ts';

/** The share of a server's items that took at most so long, for each strategy, and how long their fates held them. */
export function LatencyChart({ panel, strategies }: { panel: LatencyPanel; strategies: readonly string[] }) {
  const draw = useCallback(() => latencyPlot(panel, strategies), [panel, strategies]);
  return <PlotFigure label={`Distribution of latency against ${panel.server}`} draw={draw} />;
}

function latencyPlot({ series, injected }: LatencyPanel, strategies: readonly string[]): PlotOptions {
  const longest = Math.max(...[injected, ...series.map(({ ecdf }) => ecdf)].map((steps) => steps.at(-1)?.value ?? 0));
  const { name, perMs } = timeUnit(longest);
  const end = longest * 1.02 * perMs;
  const steps = (points: readonly EcdfPoint[]) => [
    { x: 0, y: 0 },
    ...points.map(({ value, share }) => ({ x: value * perMs, y: share * 100 })),
    ...(points.length === 0 ? [] : [{ x: end, y: 100 }]),
  ];
  const stairs = (points: readonly EcdfPoint[], options: object): Markish =>
    line(points.length === 0 ? [] : steps(points), { x: 'x', y: 'y', curve: 'step-after', ...options });
  return {
    height: 320,
    marginLeft: 60,
    marginRight: 24,
    marginTop: 34,
    marginBottom: 56,
    x: { domain: [0, end] },
    y: { domain: [0, 100] },
    marks: [
      gridY([25, 50, 75, 100]),
      gridX({ ticks: 6 }),
      ruleY([0]),
      axisX({ ticks: 6, label: `latency, ${name}`, labelAnchor: 'center', labelOffset: 42 }),
      axisY([0, 25, 50, 75, 100], { label: 'requests that took at most so long, %' }),
      ...series.map(({ strategy, ecdf }) => {
        return stairs(ecdf, { stroke: strategyStyle(strategy, strategies).color, strokeWidth: 2.5 });
      }),
      stairs(injected, { strokeDasharray: '7 5', strokeWidth: 2 }),
      ...series.map(({ strategy, ecdf }) => {
        const { color, symbol } = strategyStyle(strategy, strategies);
        const median = ecdf.find(({ share }) => share >= 0.5)!.value * perMs;
        return dot([0], { x: () => median, y: () => 50, fill: color, symbol, r: 6, stroke: 'var(--paper)' });
      }),
    ],
  };
}
