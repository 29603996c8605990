import { useNow } from '../lab/use-now.ts';
import type { Plot } from './dense-bars.tsx';
import type { Bar } from './shown-requests.ts';

/** How often to look whether the last bar has gone by, in milliseconds. */
const LOOK_MS = 500;

/** What stands where bars would be, once the last of them has gone by. It looks for itself: nothing else is drawn anew meanwhile. */
export function Quiet({
  bars,
  windowMs,
  plot: { width, height, nowMs },
  isStill,
}: {
  bars: readonly Bar[];
  windowMs: number;
  plot: Pick<Plot, 'width' | 'height' | 'nowMs'>;
  isStill: boolean;
}) {
  useNow(LOOK_MS);
  const fromMs = nowMs() - windowMs;
  const isQuiet = bars.every(({ record: { endedMs = Number.POSITIVE_INFINITY } }) => endedMs < fromMs);
  if (!isQuiet) return null;
  return (
    <text class="quiet" x={width / 2} y={height / 2}>
      {isStill ? 'No request in this time' : `No request in the last ${windowMs / 1000} s`}
    </text>
  );
}
