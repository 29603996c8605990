import { useEffect, useMemo, useRef } from 'preact/hooks';
import { useWidth } from '../../charts/plot/use-width.ts';
import { RequestBar } from './request-bar.tsx';
import type { ShownRequests } from './shown-requests.ts';

/** With fewer lanes than fill it the plot is lower, but never so low that it jumps with each request. */
const PLOT_HEIGHT = 400;
const LEAST_HEIGHT = 180;
const HIGHEST_LANE = 18;
const LOWEST_LANE = 2;
const AXIS_HEIGHT = 24;
const TICKS = 5;

/** With less motion the bars move on once a second. */
const CALM_MS = 1000;

/**
 * The last requests as bars on a time axis that moves on: the right edge is now.
 *
 * @param windowMs how much of time is seen
 * @param pausedMs the moment of the run at which it stands still; undefined where it moves
 * @param onPick called with the number of the request that is pointed at, undefined for none
 */
export function Waterfall({
  requests: { bars, aheadMs },
  windowMs,
  pausedMs,
  onPick,
}: {
  requests: ShownRequests;
  windowMs: number;
  pausedMs: number | undefined;
  onPick: (seq: number | undefined) => void;
}) {
  const frame = useRef<HTMLElement>(null);
  const width = useWidth(frame);
  const moving = useRef<SVGGElement>(null);
  const originMs = bars[0]?.record.arrivedMs ?? 0;
  const pxPerMs = width / windowMs;
  const scale = useMemo(() => ({ originMs, pxPerMs }), [originMs, pxPerMs]);
  const seenFromMs = (pausedMs ?? performance.now() - aheadMs) - windowMs;
  const seen = bars.filter(({ record }) => (record.endedMs ?? Number.POSITIVE_INFINITY) >= seenFromMs);
  const lanes = seen.reduce((most, { lane }) => Math.max(most, lane + 1), 1);
  const laneHeight = Math.max(LOWEST_LANE, Math.min(HIGHEST_LANE, Math.floor(PLOT_HEIGHT / lanes)));
  const height = Math.max(LEAST_HEIGHT, lanes * laneHeight);

  useEffect(() => {
    const place = () => {
      const nowMs = pausedMs ?? performance.now() - aheadMs;
      moving.current?.setAttribute('transform', `translate(${width - (nowMs - originMs) * pxPerMs} 0)`);
    };
    place();
    if (pausedMs !== undefined) return;
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) {
      const timer = setInterval(place, CALM_MS);
      return () => clearInterval(timer);
    }
    let next = requestAnimationFrame(function move() {
      place();
      next = requestAnimationFrame(move);
    });
    return () => cancelAnimationFrame(next);
  }, [aheadMs, originMs, pausedMs, pxPerMs, width]);

  const pick = (event: PointerEvent) => {
    const bar = (event.target as Element).closest('.bar');
    onPick(bar === null ? undefined : Number(bar.getAttribute('data-seq')));
  };
  return (
    <figure class="waterfall" ref={frame}>
      <svg
        width={width}
        height={height + AXIS_HEIGHT}
        role="img"
        aria-label={`${seen.length} requests of the last ${windowMs / 1000} seconds, at most ${lanes} at once`}
        onPointerMove={pick}
        onPointerLeave={() => onPick(undefined)}
      >
        <defs>
          <clipPath id="plot">
            <rect x="0" y="0" width={width} height={height} />
          </clipPath>
        </defs>
        {Array.from({ length: TICKS + 1 }, (_, i) => {
          const agoSeconds = ((windowMs / 1000) * (TICKS - i)) / TICKS;
          const x = (width * i) / TICKS;
          return (
            <g key={agoSeconds} class="tick">
              <line x1={x} x2={x} y1="0" y2={height} />
              <text x={x} y={height + 18} text-anchor={i === 0 ? 'start' : i === TICKS ? 'end' : 'middle'}>
                {agoSeconds === 0 ? (pausedMs === undefined ? 'now' : 'paused') : `${agoSeconds} s ago`}
              </text>
            </g>
          );
        })}
        <g clip-path="url(#plot)">
          <g ref={moving}>
            {seen.map(({ record, isWaiting, lane }) => (
              <RequestBar
                key={record.seq}
                record={record}
                isWaiting={isWaiting}
                y={lane * laneHeight}
                height={Math.max(1, laneHeight - 1)}
                scale={scale}
              />
            ))}
          </g>
        </g>
      </svg>
    </figure>
  );
}
