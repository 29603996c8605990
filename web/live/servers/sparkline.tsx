import { REMEMBERED_MS } from '../lab/use-lab.ts';
import type { Point } from './series.ts';

const WIDTH = 120;
const HEIGHT = 28;

/** How a figure was over the last minute, as steps; its highest is the height, and 0 the ground. What it says in numbers stands beside it. */
export function Sparkline({ points, nowMs }: { points: readonly Point[]; nowMs: number }) {
  const highest = Math.max(1, ...points.map(({ value }) => value));
  const x = (atMs: number) => WIDTH - (Math.min(REMEMBERED_MS, Math.max(0, nowMs - atMs)) / REMEMBERED_MS) * WIDTH;
  const y = (value: number) => HEIGHT - 1 - (value / highest) * (HEIGHT - 3);
  const path = points.map(
    ({ atMs, value }, i) =>
      `${i === 0 ? 'M' : 'H'}${x(atMs).toFixed(1)}${i === 0 ? ` ${y(value).toFixed(1)}` : `V${y(value).toFixed(1)}`}`,
  );
  return (
    <svg class="sparkline" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
      <path d={path.join('')} />
    </svg>
  );
}
