import { REMEMBERED_MS } from '../lab/use-lab.ts';
import type { Point } from './series.ts';

const WIDTH = 120;
const HEIGHT = 28;

/** How far back it goes, in words. */
const SPAN = `${REMEMBERED_MS / 1000} s`;

/**
 * How a figure was over the last minute, as steps, with its highest value in words: that is the height, and 0 the ground.
 *
 * @param name what the figure is called, for those who do not see it
 * @param text a value in words
 */
export function Sparkline({
  name,
  text,
  points,
  nowMs,
}: {
  name: string;
  text: (value: number) => string;
  points: readonly Point[];
  nowMs: number;
}) {
  const highest = Math.max(0, ...points.map(({ value }) => value));
  const x = (atMs: number) => WIDTH - (Math.min(REMEMBERED_MS, Math.max(0, nowMs - atMs)) / REMEMBERED_MS) * WIDTH;
  const y = (value: number) => HEIGHT - 1 - (value / Math.max(1, highest)) * (HEIGHT - 3);
  const path = points.map(
    ({ atMs, value }, i) =>
      `${i === 0 ? 'M' : 'H'}${x(atMs).toFixed(1)}${i === 0 ? ` ${y(value).toFixed(1)}` : `V${y(value).toFixed(1)}`}`,
  );
  return (
    <span class="sparkline">
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`${name} over the last ${SPAN}, up to ${text(highest)}`}
      >
        <path d={path.join('')} />
      </svg>
      <small aria-hidden="true">
        {SPAN}, up to {text(highest)}
      </small>
    </span>
  );
}
