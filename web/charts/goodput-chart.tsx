import {
  axisY,
  type DotOptions,
  dot,
  gridY,
  line,
  type Markish,
  type PlotOptions,
  pointer,
  ruleX,
  ruleY,
  type SymbolType,
  tip,
} from '@observablehq/plot';
import { useCallback } from 'preact/hooks';
import type { CurveLevel, CurvePanel, CurvePoint, CurveSeries } from '../../bench/report/html/curve-panels.ts';
import { strategyStyle } from './marks/strategy-style.ts';
import { UncountedKey } from './marks/uncounted-key.tsx';
import { dodge } from './plot/dodge.ts';
import { levelAxis, levelScale } from './plot/level-axis.ts';
import { PlotFigure } from './plot/plot-figure.tsx';
import { uncountedLevels } from './plot/uncounted-levels.ts';

/** How many pieces bend a straight line enough. */
const STEPS = 12;

/** The ideal may be far above; the picture ends where what was measured can still be read. */
const ROOM_ABOVE = 1.35;

/**
 * Goodput over m against one server: measured points with their intervals, the fitted lines or what joins the points, the
 * knees, the ideal. Points that do not count are hollow and crossed out, and have a key of their own.
 */
export function GoodputChart({ panel, strategies }: { panel: CurvePanel; strategies: readonly string[] }) {
  const draw = useCallback((width: number) => goodputPlot(panel, strategies, width), [panel, strategies]);
  return (
    <>
      {panel.series.some((one) => uncountedLevels(one).size > 0) && (
        <ul class="legend">
          <UncountedKey />
        </ul>
      )}
      <PlotFigure label={`Goodput over requests in flight against ${panel.server}`} draw={draw} />
    </>
  );
}

function goodputPlot({ series, ideal }: CurvePanel, strategies: readonly string[], width: number): PlotOptions {
  const levels = series.flatMap((one) => one.levels);
  const ms = levels.map(({ m }) => m);
  return {
    height: 380,
    marginLeft: 68,
    marginRight: 16,
    marginTop: 34,
    marginBottom: 56,
    x: levelScale(ms),
    y: { domain: [0, top(series, ideal)] },
    marks: [
      gridY({ ticks: 5 }),
      ruleY([0]),
      levelAxis(ms, width),
      axisY({
        ticks: 5,
        label: 'goodput, ok per second',
        tickFormat: (goodput: number) => goodput.toLocaleString('en-US'),
      }),
      line(straight(ideal), { x: 'm', y: 'goodputPerSecond', strokeDasharray: '7 5', strokeWidth: 2, clip: true }),
      ...series.flatMap((one, i) => seriesMarks(one, strategies, dodge(i, series.length))),
      tip(
        series.flatMap(tips),
        pointer({ x: 'm', y: 'goodput', title: 'text', fontSize: 16, lineHeight: 1.3, fill: 'var(--panel)' }),
      ),
    ],
  };
}

/** The ideal grows evenly with m, which the logarithmic axis bends. */
function straight(points: readonly CurvePoint[]): CurvePoint[] {
  return points.flatMap((from, i) => {
    const to = points[i + 1];
    if (to === undefined) return [from];
    return Array.from({ length: STEPS }, (_, step) => between(from, to, step / STEPS));
  });
}

function between(from: CurvePoint, to: CurvePoint, share: number): CurvePoint {
  const mix = (a: number, b: number) => a + share * (b - a);
  return { m: mix(from.m, to.m), goodputPerSecond: mix(from.goodputPerSecond, to.goodputPerSecond) };
}

function seriesMarks(series: CurveSeries, strategies: readonly string[], dx: number): Markish[] {
  const { strategy, levels, fit, knee } = series;
  const { color, symbol } = strategyStyle(strategy, strategies);
  const goodput = (part: 'value' | 'low' | 'high') => (level: CurveLevel) => level.goodputPerSecond[part];
  const at = { x: 'm', y: 'goodputPerSecond' };
  const uncounted = uncountedLevels(series);
  const counted = levels.filter(({ m }) => !uncounted.has(m));
  const crossed = levels.filter(({ m }) => uncounted.has(m));
  return [
    line(fit ?? [], { ...at, stroke: color, strokeWidth: 2.5, clip: true }),
    // Without a fit the points that count are joined, for the eye alone.
    line(fit === undefined ? counted : [], { x: 'm', y: goodput('value'), stroke: color, strokeOpacity: 0.5 }),
    ruleX(levels, { x: 'm', y1: goodput('low'), y2: goodput('high'), stroke: color, strokeWidth: 2, dx, clip: true }),
    dot(counted, { x: 'm', y: goodput('value'), fill: color, symbol, r: 6, dx, stroke: 'var(--paper)' }),
    ...crossedOut(crossed, { x: 'm', y: goodput('value'), stroke: color, dx }, symbol),
    ruleX(knee === undefined ? [] : [knee], { x: 'm', y: 'goodputPerSecond', stroke: color, strokeDasharray: '2 4' }),
    dot(knee === undefined ? [] : [knee], { ...at, r: 14, stroke: color, strokeWidth: 2.5 }),
  ];
}

/** In shape and not in colour alone other than what counts. */
function crossedOut(levels: readonly CurveLevel[], at: DotOptions, symbol: SymbolType): Markish[] {
  return [
    dot(levels, { ...at, symbol, r: 7, fill: 'var(--paper)', strokeWidth: 2 }),
    dot(levels, { ...at, symbol: 'times', r: 10, strokeWidth: 2.5 }),
  ];
}

function tips(series: CurveSeries): { m: number; goodput: number; text: string }[] {
  const uncounted = uncountedLevels(series);
  return series.levels.map(({ m, goodputPerSecond, text }) => ({
    m,
    goodput: goodputPerSecond.value,
    text: `${series.strategy} at m = ${m}\n${text}${uncounted.has(m) ? `\ndoes not count: ${uncounted.get(m)}` : ''}`,
  }));
}

function top(series: readonly CurveSeries[], ideal: CurvePanel['ideal']): number {
  const measured = Math.max(...series.flatMap(({ levels }) => levels.map((level) => level.goodputPerSecond.value)));
  const intervals = Math.max(...series.flatMap(({ levels }) => levels.map((level) => level.goodputPerSecond.high)));
  const wanted = Math.max(intervals, ...ideal.map(({ goodputPerSecond }) => goodputPerSecond));
  return Math.min(wanted * 1.08, measured * ROOM_ABOVE) || 1;
}
