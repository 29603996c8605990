import { areaY, axisX, axisY, gridY, line, type PlotOptions, ruleY } from '@observablehq/plot';
import { useCallback } from 'preact/hooks';
import type { LimitPanel } from '../../bench/report/html/limit-panels.ts';
import { strategyStyle } from './marks/strategy-style.ts';
import { PlotFigure } from './plot/plot-figure.tsx';
import { timeUnit } from './plot/time-unit.ts';

/** A strategy's own concurrency limit over time, and the slots that the server has, if it limits them. */
export function LimitChart({ panel, strategies }: { panel: LimitPanel; strategies: readonly string[] }) {
  const draw = useCallback(() => limitPlot(panel, strategies), [panel, strategies]);
  return <PlotFigure label={`Concurrency limit of ${panel.strategy} over time against ${panel.server}`} draw={draw} />;
}

function limitPlot({ strategy, slots, points }: LimitPanel, strategies: readonly string[]): PlotOptions {
  const { color } = strategyStyle(strategy, strategies);
  const { name, perMs } = timeUnit(points.at(-1)?.atMs ?? 0);
  const steps = points.map(({ atMs, limit }) => ({ x: atMs * perMs, limit }));
  const at = { x: 'x', y: 'limit', curve: 'step-after' } as const;
  return {
    height: 300,
    marginLeft: 60,
    marginRight: 24,
    marginTop: 34,
    marginBottom: 56,
    x: { domain: [0, steps.at(-1)?.x ?? 1] },
    y: { domain: [0, Math.max(slots ?? 0, ...points.map(({ limit }) => limit)) * 1.08] },
    marks: [
      gridY({ ticks: 5 }),
      areaY(steps, { x: 'x', y1: 0, y2: 'limit', curve: 'step-after', fill: color, fillOpacity: 0.15 }),
      line(steps, { ...at, stroke: color, strokeWidth: 2.5 }),
      ruleY(slots === undefined ? [] : [slots], { strokeDasharray: '7 5', strokeWidth: 2 }),
      ruleY([0]),
      axisX({ ticks: 6, label: `time since the first request, ${name}`, labelAnchor: 'center', labelOffset: 42 }),
      axisY({ ticks: 5, label: 'limit, requests in flight' }),
    ],
  };
}
