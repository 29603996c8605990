import { axisX, axisY, gridY, type Markish, type PlotOptions, rectY, ruleX, ruleY, text } from '@observablehq/plot';
import { useCallback } from 'preact/hooks';
import type { TimelinePanel } from '../../bench/report/html/timeline-panels.ts';
import { strategyStyle } from './marks/strategy-style.ts';
import { PlotFigure } from './plot/plot-figure.tsx';
import { timeUnit } from './plot/time-unit.ts';

/** What a timeline's charts are drawn from. */
export interface TimelineChartProps {
  readonly panel: TimelinePanel;
  readonly strategies: readonly string[];
}

type Slice = TimelinePanel['slices'][number];

/** One chart of a timeline: what it shows of each slice, and how. */
interface Part {
  /** The axis, with its unit. */
  readonly label: string;
  /** The highest value that must have room. */
  readonly top: number;
  readonly marks: readonly Markish[];
  /** Whether the axis of time stands below it. */
  readonly isLast: boolean;
}

/** Goodput, errors and latency of one cell over time, one below the other, with the times at which the faults changed. */
export function TimelineChart({ panel, strategies }: TimelineChartProps) {
  const goodput = useCallback(() => goodputPlot(panel, strategies), [panel, strategies]);
  const errors = useCallback(() => errorPlot(panel), [panel]);
  const latency = useCallback(() => latencyPlot(panel, strategies), [panel, strategies]);
  const where = `${panel.strategy} over time against ${panel.server}`;
  return (
    <>
      <PlotFigure label={`Goodput of ${where}`} draw={goodput} />
      <PlotFigure label={`Errors of ${where}`} draw={errors} />
      {hasLatencies(panel) && <PlotFigure label={`Latency of ${where}`} draw={latency} />}
    </>
  );
}

function hasLatencies({ slices }: TimelinePanel): boolean {
  return slices.some(({ latencyP50Ms }) => latencyP50Ms !== undefined);
}

function goodputPlot(panel: TimelinePanel, strategies: readonly string[]): PlotOptions {
  const { color } = strategyStyle(panel.strategy, strategies);
  const top = Math.max(...panel.slices.map(({ goodputPerSecond }) => goodputPerSecond));
  const marks = [rectY(panel.slices, { ...span(panel), y: 'goodputPerSecond', fill: color, title: 'text' })];
  return part(panel, { label: 'goodput, ok per second', top, marks, isLast: false });
}

function errorPlot(panel: TimelinePanel): PlotOptions {
  const ended = panel.slices.filter(({ errorShare }) => errorShare !== undefined);
  const percent = ({ errorShare = 0 }: Slice) => errorShare * 100;
  const marks = [
    rectY(ended, { ...span(panel), y: percent, fill: 'var(--failed)', title: 'text' }),
    // Where nothing ended, nobody knows.
    text(
      panel.slices.filter(({ errorShare }) => errorShare === undefined),
      { x: (slice: Slice) => ((slice.fromMs + slice.toMs) / 2) * perMs(panel), y: 0, text: () => '·', dy: -8 },
    ),
  ];
  return part(panel, { label: 'errors, % of those that ended', top: 100, marks, isLast: !hasLatencies(panel) });
}

function latencyPlot(panel: TimelinePanel, strategies: readonly string[]): PlotOptions {
  const { color } = strategyStyle(panel.strategy, strategies);
  const rules = (field: 'latencyP50Ms' | 'latencyP95Ms', strokeDasharray?: string) =>
    ruleY(
      panel.slices.filter((slice) => slice[field] !== undefined),
      {
        ...span(panel),
        y: field,
        stroke: color,
        strokeWidth: 3,
        title: 'text',
        ...(strokeDasharray && { strokeDasharray }),
      },
    );
  const top = Math.max(
    ...panel.slices.map(({ latencyP50Ms = 0, latencyP95Ms = 0 }) => Math.max(latencyP50Ms, latencyP95Ms)),
  );
  return part(panel, {
    label: 'latency, ms',
    top,
    marks: [rules('latencyP50Ms'), rules('latencyP95Ms', '3 3')],
    isLast: true,
  });
}

function part(panel: TimelinePanel, { label, top, marks, isLast }: Part): PlotOptions {
  const changes = (panel.changes ?? []).map(({ number, cellMs }) => ({ x: cellMs * perMs(panel), number }));
  const time = `time since the cell's first request, ${timeUnit(endMs(panel)).name}`;
  return {
    height: isLast ? 190 : 150,
    marginLeft: 68,
    marginRight: 24,
    marginTop: 34,
    marginBottom: isLast ? 56 : 16,
    x: { domain: [0, endMs(panel) * perMs(panel)] },
    y: { domain: [0, top * 1.08 || 1] },
    marks: [
      gridY({ ticks: 3 }),
      ...marks,
      ruleY([0]),
      ruleX(changes, { x: 'x', strokeDasharray: '7 5', strokeWidth: 2 }),
      text(changes, {
        x: 'x',
        text: ({ number }: { number: number }) => String(number),
        frameAnchor: 'top',
        dy: -14,
        fontWeight: 'bold',
      }),
      axisX({
        ticks: 6,
        ...(isLast ? { label: time, labelAnchor: 'center', labelOffset: 42 } : { label: null, tickFormat: () => '' }),
      }),
      axisY({ ticks: 3, label }),
    ],
  };
}

/** From where to where a slice is drawn. */
function span(panel: TimelinePanel) {
  return { x1: ({ fromMs }: Slice) => fromMs * perMs(panel), x2: ({ toMs }: Slice) => toMs * perMs(panel) };
}

function perMs(panel: TimelinePanel): number {
  return timeUnit(endMs(panel)).perMs;
}

function endMs({ slices }: TimelinePanel): number {
  return slices.at(-1)!.toMs;
}
