import { axisX, axisY, barX, type PlotOptions, text } from '@observablehq/plot';
import { useCallback } from 'preact/hooks';
import type { ReportData } from '../../bench/report/html/report-data.ts';
import type { TimeReport } from '../../bench/report/text/time-report.ts';
import { type PartStyle, partStyle } from './marks/part-style.ts';
import { barLayout } from './plot/bar-layout.ts';
import { PlotFigure } from './plot/plot-figure.tsx';

/** In a piece of so many pixels there is room for its figure. */
const LABEL_PX = 48;

/** One piece of a bar. */
interface Piece extends PartStyle {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly percent: number;
  readonly title: string;
}

/** What is drawn. */
export interface TimeBarsProps {
  readonly server: string;
  readonly reports: readonly TimeReport[];
  /** In the order of the pieces, which is the same in all bars. */
  readonly parts: ReportData['timeParts'];
}

/** Where the time went of some rows of one server: a bar for each, all of whose pieces are all of its time. */
export function TimeBars({ server, reports, parts }: TimeBarsProps) {
  const draw = useCallback((width: number) => timePlot(reports, parts, width), [reports, parts]);
  return <PlotFigure label={`Where the time went against ${server}`} draw={draw} />;
}

function timePlot(reports: readonly TimeReport[], parts: ReportData['timeParts'], width: number): PlotOptions {
  const layout = barLayout(reports.map(nameOf), 30);
  const pieces = reports.flatMap((report) => piecesOf(report, parts));
  const fitsPercent = (LABEL_PX / (width - layout.marginLeft - layout.marginRight)) * 100;
  return {
    ...layout,
    x: { domain: [0, 100] },
    marks: [
      barX(pieces, { y: 'name', x1: 'from', x2: 'to', fill: 'color', stroke: 'var(--paper)', title: 'title' }),
      text(
        pieces.filter(({ percent }) => percent >= fitsPercent),
        {
          ...{ y: 'name', x: ({ from, to }: Piece) => (from + to) / 2, fill: 'ink', fontWeight: 'bold' },
          text: ({ percent }: Piece) => `${percent} %`,
        },
      ),
      axisX([0, 25, 50, 75, 100], { label: '% of the elapsed time', labelAnchor: 'center', labelOffset: 42 }),
      axisY({ label: null, tickSize: 0 }),
    ],
  };
}

function nameOf({ strategy, m }: TimeReport): string {
  return `${strategy}, m = ${m}`;
}

function piecesOf(report: TimeReport, parts: ReportData['timeParts']): Piece[] {
  let end = 0;
  return parts.flatMap(({ part, title }) => {
    const { percent = 0 } = report.pieces.find((piece) => piece.part === part) ?? {};
    end += percent;
    const place = { name: nameOf(report), from: end - percent, to: end };
    return percent === 0 ? [] : [{ ...partStyle(part), ...place, percent, title: `${percent} % ${title}` }];
  });
}
