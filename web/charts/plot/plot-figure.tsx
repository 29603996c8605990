import { type PlotOptions, plot } from '@observablehq/plot';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { useWidth } from './use-width.ts';

/** The size of a chart's text in pixels: to be read on a projector. */
const FONT_PX = 16;

/** What a chart is drawn from. */
export interface PlotFigureProps {
  /** What the chart shows, for those who do not see it. */
  readonly label: string;
  /** The chart for a width in pixels. Drawn again when it is another function. */
  readonly draw: (width: number) => PlotOptions;
  /** Called with each drawing, which has the scales. */
  readonly onDraw?: (drawing: ReturnType<typeof plot>) => void;
}

/** A chart of Observable Plot, as wide as there is room. */
export function PlotFigure({ label, draw, onDraw }: PlotFigureProps) {
  const ref = useRef<HTMLDivElement>(null);
  const width = useWidth(ref);
  useLayoutEffect(() => {
    if (width === 0) return;
    const drawing = plot({ ...draw(width), width, style: { fontSize: `${FONT_PX}px` } });
    drawing.setAttribute('role', 'img');
    drawing.setAttribute('aria-label', label);
    // Parts of an image have no names of their own.
    for (const part of drawing.querySelectorAll('g[aria-label]')) {
      part.setAttribute('data-mark', part.getAttribute('aria-label')!);
      part.removeAttribute('aria-label');
    }
    ref.current?.replaceChildren(drawing);
    onDraw?.(drawing);
  }, [draw, label, onDraw, width]);
  return <div class="plot" ref={ref} />;
}
