import type { plot } from '@observablehq/plot';
import { useCallback, useMemo, useState } from 'preact/hooks';
import type { Waterfall } from '../../../bench/report/html/waterfalls.ts';
import { strategyStyle } from '../marks/strategy-style.ts';
import { PlotFigure } from '../plot/plot-figure.tsx';
import { itemText } from './item-text.ts';
import { nextPlace, placeAt, type RowBox, rowBox } from './row-box.ts';
import { waterfallPlot } from './waterfall-plot.ts';
import { waterfallRows } from './waterfall-row.ts';

/** What is drawn, and on which axis. */
export interface WaterfallChartProps {
  readonly waterfall: Waterfall;
  /** The end of the time axis that all strategies share. */
  readonly endMs: number;
  /** Whether the axis says what it is: of several below each other, the last one's does. */
  readonly hasLabel: boolean;
  readonly strategies: readonly string[];
}

/** A strategy's requests over time. The pointer, or the arrow keys, show one item's figures. */
export function WaterfallChart({ waterfall, endMs, hasLabel, strategies }: WaterfallChartProps) {
  const rows = useMemo(() => waterfallRows(waterfall), [waterfall]);
  const { color } = strategyStyle(waterfall.strategy, strategies);
  const [drawing, setDrawing] = useState<ReturnType<typeof plot>>();
  const [place, setPlace] = useState<number>();
  const draw = useCallback(
    () => waterfallPlot(rows, waterfall, { endMs, hasLabel, color }),
    [rows, waterfall, endMs, hasLabel, color],
  );
  const row = place === undefined ? undefined : rows[place];
  const box = row === undefined || drawing === undefined ? undefined : rowBox(drawing, row.place);
  return (
    <div
      class="waterfall"
      role="slider"
      tabIndex={0}
      aria-label={`Requests of ${waterfall.strategy} against ${waterfall.server}, one by one with the arrow keys`}
      aria-orientation="vertical"
      aria-valuemin={1}
      aria-valuemax={rows.length}
      aria-valuenow={(place ?? 0) + 1}
      aria-valuetext={row === undefined ? 'none chosen' : itemText(row).join('; ')}
      onPointerMove={(event) => drawing && setPlace(placeAt(drawing, rows.length, event.clientY))}
      onPointerLeave={() => setPlace(undefined)}
      onBlur={() => setPlace(undefined)}
      onKeyDown={(event) => {
        const next = nextPlace(event.key, place, rows.length);
        if (next === null) return;
        event.preventDefault();
        setPlace(next);
      }}
    >
      <PlotFigure
        label={`When the requests of ${waterfall.strategy} were sent and answered`}
        draw={draw}
        onDraw={setDrawing}
      />
      {row !== undefined && box !== undefined && <ItemTip lines={itemText(row)} box={box} />}
    </div>
  );
}

function ItemTip({ lines: [first, ...others], box }: { lines: readonly string[]; box: RowBox }) {
  return (
    <>
      <div class="row-marker" style={{ top: `${box.topPx}px`, height: `${box.heightPx}px` }} />
      <div class="tip" style={{ top: `${box.topPx + box.heightPx + 8}px` }}>
        <strong>{first}</strong>
        {others.map((line) => (
          <div key={line}>{line}</div>
        ))}
      </div>
    </>
  );
}
