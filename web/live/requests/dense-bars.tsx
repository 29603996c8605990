import { useMemo, useRef } from 'preact/hooks';
import type { PlacedBar } from './placed-bars.ts';
import { failureOf, MARK_PX, PARTS, type Part, segmentsOf } from './segments.ts';
import { useFrames } from './use-frames.ts';

/** Where bars are drawn, and how time and lanes become pixels. */
export interface Plot {
  readonly width: number;
  readonly height: number;
  readonly pxPerMs: number;
  readonly laneHeight: number;
  /** The moment of the run at the right edge. */
  readonly nowMs: () => number;
}

/** What is drawn in one colour: for each piece from when to when, in milliseconds of the run, and how far down, in pixels. */
type Pieces = readonly (readonly [fromMs: number, toMs: number, y: number])[];

/** Requests that are too many for elements of their own: their bars and the marks of those that failed, on one canvas. */
export function DenseBars({ bars, plot, isStill }: { bars: readonly PlacedBar[]; plot: Plot; isStill: boolean }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const pieces = useMemo(() => piecesOf(bars), [bars]);
  const { width, height, pxPerMs, laneHeight, nowMs } = plot;
  // The mark of one that has just failed is right of now.
  const drawn = width + MARK_PX;
  const draw = () => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
    context.clearRect(0, 0, drawn, height);
    const now = nowMs();
    const x = (ms: number) => Math.max(0, Math.min(width, width - (now - ms) * pxPerMs));
    const thick = Math.max(1, laneHeight - 1);
    for (const [part, ofPart] of pieces.parts) {
      context.fillStyle = colourOf(canvas.current!, `part-${part}`);
      const thin = part === 'queued' ? thick / 3 : thick;
      for (const [fromMs, toMs, y] of ofPart) {
        const from = x(fromMs);
        context.fillRect(from, y + (thick - thin) / 2, Math.max(1, x(toMs) - from), thin);
      }
    }
    context.fillStyle = colourOf(canvas.current!, 'failure');
    for (const [, atMs, y] of pieces.marks) context.fillRect(x(atMs), y, MARK_PX, thick);
  };
  useFrames(draw, isStill, [plot, pieces, isStill]);
  return (
    <canvas
      ref={canvas}
      class="dense"
      width={Math.round(drawn * devicePixelRatio)}
      height={Math.round(height * devicePixelRatio)}
      style={{ width: `${drawn}px`, height: `${height}px` }}
    />
  );
}

/** The last request whose bar is there, in pixels from the top left; undefined for none. */
export function barAt(bars: readonly PlacedBar[], { width, pxPerMs, laneHeight, nowMs }: Plot, x: number, atY: number) {
  const atMs = nowMs() - (width - x) / pxPerMs;
  // A pixel may have several lanes.
  const isThere = (y: number) => y <= atY && atY < y + Math.max(1, laneHeight);
  return bars.findLast(
    ({ record, y }) => isThere(y) && record.arrivedMs <= atMs && atMs <= (record.endedMs ?? Infinity),
  );
}

function piecesOf(bars: readonly PlacedBar[]): { readonly parts: ReadonlyMap<Part, Pieces>; readonly marks: Pieces } {
  const pieces = bars.flatMap((bar) => segmentsOf(bar).map((segment) => ({ ...segment, y: bar.y })));
  const ofPart = (wanted: Part): Pieces =>
    pieces.filter(({ part }) => part === wanted).map(({ fromMs, toMs, y }) => [fromMs, toMs, y]);
  const failed = bars.filter(({ record }) => failureOf(record) !== undefined);
  return {
    parts: new Map((Object.keys(PARTS) as Part[]).map((part) => [part, ofPart(part)])),
    marks: failed.map(({ record: { arrivedMs, endedMs }, y }) => [arrivedMs, endedMs!, y]),
  };
}

/** The colour that a class of the page's style gives, by day or by night. */
function colourOf(canvas: HTMLCanvasElement, name: string): string {
  canvas.className = `dense ${name}`;
  const { fill } = getComputedStyle(canvas);
  canvas.className = 'dense';
  return fill;
}
