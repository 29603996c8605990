import { useRef } from 'preact/hooks';
import type { Plot } from './dense-bars.tsx';
import type { PlacedBar } from './placed-bars.ts';
import { useFrames } from './use-frames.ts';

/** How far the frame is from the bar, in pixels. */
const AWAY_PX = 2;

/** Of a bar that is lower than this the frame would hide more than it shows, in pixels. */
const LEAST_PX = 4;

/** A frame about the bar that is picked, which moves with it, above whatever draws the bars. */
export function PickedMark({ bar, plot, isStill }: { bar: PlacedBar; plot: Plot; isStill: boolean }) {
  const frame = useRef<SVGRectElement>(null);
  const { width, height, pxPerMs, laneHeight, nowMs } = plot;
  const { arrivedMs, endedMs = Number.POSITIVE_INFINITY } = bar.record;
  const tall = Math.max(LEAST_PX, laneHeight - 1);
  const draw = () => {
    const now = nowMs();
    const from = width - (now - arrivedMs) * pxPerMs;
    const to = width - Math.max(0, now - endedMs) * pxPerMs;
    frame.current?.setAttribute('x', `${from - AWAY_PX}`);
    frame.current?.setAttribute('width', `${Math.max(1, to - from) + 2 * AWAY_PX}`);
  };
  useFrames(draw, isStill, [bar, plot, isStill]);
  return (
    <svg class="picked" width={width + AWAY_PX} height={height} aria-hidden="true" data-picked={bar.record.seq}>
      <rect ref={frame} y={bar.y + (laneHeight - tall) / 2 - AWAY_PX} height={tall + 2 * AWAY_PX} />
    </svg>
  );
}
