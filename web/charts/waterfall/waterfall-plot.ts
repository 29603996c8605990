import { axisX, barX, dot, gridX, type PlotOptions, ruleX } from '@observablehq/plot';
import type { Waterfall } from '../../../bench/report/html/waterfalls.ts';
import { timeUnit } from '../plot/time-unit.ts';
import type { WaterfallRow } from './waterfall-row.ts';

/** How high all rows of one strategy are together, if that makes a row neither too thin nor too thick. */
const ROWS_PX = 220;
const ROW_PX = { least: 1.5, most: 10 };

/** In thinner rows, the crosses of failures would hide each other: their colour alone shows them. */
const CROSS_FITS_PX = 5;

const MARGIN_TOP_PX = 6;

/** What a drawn waterfall needs beside its rows. */
export interface WaterfallAxis {
  /** The end of the time axis that all strategies share. */
  readonly endMs: number;
  /** Whether the axis says what it is. */
  readonly hasLabel: boolean;
  readonly color: string;
}

/** A strategy's items, one below the other: waiting for a slot, waiting for the server, body. */
export function waterfallPlot(
  rows: readonly WaterfallRow[],
  { idealMs }: Waterfall,
  { endMs, hasLabel, color }: WaterfallAxis,
): PlotOptions {
  const { name, perMs } = timeUnit(endMs);
  const marginBottom = hasLabel ? 56 : 30;
  const rowPx = Math.min(ROW_PX.most, Math.max(ROW_PX.least, ROWS_PX / Math.max(1, rows.length)));
  const ink = ({ kind }: WaterfallRow) => (kind === 'ok' ? 'var(--body)' : 'var(--failed)');
  const at = (ms: (row: WaterfallRow) => number) => (row: WaterfallRow) => ms(row) * perMs;
  const bar = { y: 'place', insetTop: rowPx > 4 ? 0.5 : 0, insetBottom: rowPx > 4 ? 0.5 : 0 };
  const started = at(({ startedMs }) => startedMs);
  const answered = at(({ firstByteMs, endedMs }) => firstByteMs ?? endedMs);
  const ended = at(({ endedMs }) => endedMs);
  return {
    height: rows.length * rowPx + MARGIN_TOP_PX + marginBottom,
    marginLeft: 22,
    marginRight: 24,
    marginTop: MARGIN_TOP_PX,
    marginBottom,
    x: { domain: [0, endMs * perMs] },
    y: { axis: null, padding: 0, domain: rows.map(({ place }) => place) },
    marks: [
      gridX({ ticks: 8 }),
      barX(rows, { ...bar, x1: at(({ dueMs }) => dueMs), x2: started, fill: 'var(--waiting)' }),
      barX(rows, { ...bar, x1: started, x2: answered, fill: color }),
      // A body is often shorter than a pixel: its edge makes it seen. In a failure's colour there may be none at all.
      barX(
        rows.filter(({ kind, firstByteMs }) => kind !== 'ok' || firstByteMs !== undefined),
        { ...bar, x1: answered, x2: ended, fill: ink, stroke: ink, strokeWidth: 1.2 },
      ),
      dot(rowPx < CROSS_FITS_PX ? [] : rows.filter(({ kind }) => kind !== 'ok'), {
        x: ended,
        y: 'place',
        dx: 8,
        symbol: 'times',
        stroke: 'var(--failed)',
        strokeWidth: 2,
        r: 4,
      }),
      ruleX(idealMs === 0 ? [] : [idealMs * perMs], { strokeDasharray: '7 5', strokeWidth: 2 }),
      axisX({
        ticks: 8,
        tickFormat: (time) => `${time} ${name}`,
        label: hasLabel ? `time since the strategy's first request, ${name}` : null,
        labelAnchor: 'center',
        labelOffset: 42,
      }),
    ],
  };
}
