import { axisY, dot, gridY, line, type PlotOptions, pointer, ruleY, tip } from '@observablehq/plot';
import { useCallback } from 'preact/hooks';
import type { RateLine, RatePoint } from '../../bench/report/html/rate-panels.ts';
import { strategyStyle } from './marks/strategy-style.ts';
import { levelAxis, levelScale } from './plot/level-axis.ts';
import { PlotFigure } from './plot/plot-figure.tsx';

/** How much room there is above the highest point. */
const ROOM_ABOVE = 1.1;

/** What is drawn: one figure over the rate of requests. */
export interface RateChartProps {
  readonly server: string;
  readonly strategy: string;
  readonly strategies: readonly string[];
  readonly shown: RateLine;
}

/** One figure over the rate at which requests were sent to one server: filled where the server took the rate. */
export function RateChart({ server, strategy, strategies, shown }: RateChartProps) {
  const draw = useCallback(
    (width: number) => ratePlot(shown, strategyStyle(strategy, strategies).color, width),
    [shown, strategy, strategies],
  );
  return <PlotFigure label={`${shown.title} over the rate of requests against ${server}`} draw={draw} />;
}

function ratePlot(
  { isOfRate, axis, atLeast, points, mostPerSecond }: RateLine,
  color: string,
  width: number,
): PlotOptions {
  const rates = points.map(({ ratePerSecond }) => ratePerSecond);
  const most = mostPerSecond === undefined ? [] : [mostPerSecond];
  const highest = Math.max(atLeast, ...points.map(({ value }) => value));
  const at = { x: 'ratePerSecond', y: 'value' };
  return {
    height: 280,
    marginLeft: 68,
    marginRight: 16,
    marginTop: 34,
    marginBottom: 56,
    x: levelScale(rates),
    y: { domain: [0, highest * ROOM_ABOVE || 1] },
    marks: [
      gridY({ ticks: 5 }),
      ruleY([0]),
      levelAxis(rates, width, 'rate, requests sent per second'),
      axisY({ ticks: 5, label: axis, tickFormat: (value: number) => value.toLocaleString('en-US') }),
      ruleY(
        most.filter((value) => value <= highest * ROOM_ABOVE),
        { strokeDasharray: '7 5', strokeWidth: 2 },
      ),
      line(isOfRate ? points : [], { x: 'ratePerSecond', y: 'ratePerSecond', strokeOpacity: 0.35, clip: true }),
      line(points, { ...at, stroke: color, strokeWidth: 2.5 }),
      dot(points, {
        ...at,
        r: 6,
        stroke: color,
        strokeWidth: 2.5,
        fill: ({ isTaken }: RatePoint) => (isTaken ? color : 'var(--paper)'),
      }),
      tip(points, pointer({ ...at, title: 'text', fontSize: 16, lineHeight: 1.3, fill: 'var(--panel)' })),
    ],
  };
}
