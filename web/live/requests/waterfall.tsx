import { useCallback, useMemo, useRef } from 'preact/hooks';
import { useWidth } from '../../charts/plot/use-width.ts';
import { barAt, DenseBars } from './dense-bars.tsx';
import { placedBars } from './placed-bars.ts';
import { RequestBar } from './request-bar.tsx';
import type { ShownRequests } from './shown-requests.ts';
import { useFrames } from './use-frames.ts';

const AXIS_HEIGHT = 24;
const TICKS = 5;

/** More bars than these have no elements of their own: a browser would be busy with nothing else. */
const MOST_ELEMENTS = 300;

/** All bars are drawn anew where the moment changes that is at 0, and far from 0 they would not lie exactly. */
const ORIGIN_STEP_MS = 600_000;

/**
 * The last requests as bars on a time axis that moves on: the right edge is now. Where agents share a run, each has lanes of its
 * own below its name.
 *
 * @param windowMs how much of time is seen
 * @param pausedMs the moment of the run at which it stands still; undefined where it moves
 * @param onPick called with the number of the request that is pointed at, undefined for none
 */
export function Waterfall({
  requests: { bars, aheadMs, skipped },
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
  const originMs = ORIGIN_STEP_MS * Math.floor((bars[0]?.record.arrivedMs ?? 0) / ORIGIN_STEP_MS);
  const pxPerMs = width / windowMs;
  const scale = useMemo(() => ({ originMs, pxPerMs }), [originMs, pxPerMs]);
  const seenFromMs = (pausedMs ?? performance.now() - aheadMs) - windowMs;
  const inWindow = bars.filter(({ record }) => (record.endedMs ?? Number.POSITIVE_INFINITY) >= seenFromMs);
  const { bars: seen, names, lanes, laneHeight, height } = placedBars(inWindow);

  const nowMs = useCallback(() => pausedMs ?? performance.now() - aheadMs, [aheadMs, pausedMs]);
  const isStill = pausedMs !== undefined;
  const isDense = seen.length > MOST_ELEMENTS;
  const plot = useMemo(
    () => ({ width, height, pxPerMs, laneHeight, nowMs }),
    [width, height, pxPerMs, laneHeight, nowMs],
  );
  const place = () =>
    moving.current?.setAttribute('transform', `translate(${width - (nowMs() - originMs) * pxPerMs} 0)`);
  useFrames(place, isStill || isDense, [plot, originMs, isDense]);

  const pick = (event: PointerEvent) => {
    if (isDense) return onPick(barAt(seen, plot, event.offsetX, event.offsetY)?.record.seq);
    const bar = (event.target as Element).closest('.bar');
    onPick(bar === null ? undefined : Number(bar.getAttribute('data-seq')));
  };
  return (
    <figure class="waterfall" ref={frame}>
      <svg
        width={width}
        height={height + AXIS_HEIGHT}
        role="img"
        aria-label={`${seen.length} requests of the last ${windowMs / 1000} seconds${skipped > 0 ? ', of more than can be shown' : `, at most ${lanes} at once`}`}
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
        {!isDense && (
          <g clip-path="url(#plot)">
            <g ref={moving}>
              {seen.map(({ record, isWaiting, y }) => (
                <RequestBar
                  key={record.seq}
                  record={record}
                  isWaiting={isWaiting}
                  y={y}
                  height={Math.max(1, laneHeight - 1)}
                  scale={scale}
                />
              ))}
            </g>
          </g>
        )}
        {names.map(({ agent, y }) => (
          <g key={agent} class="agent">
            <line x1="0" x2={width} y1={y - 2} y2={y - 2} />
            <text x="4" y={y - 7}>
              {agent}
            </text>
          </g>
        ))}
      </svg>
      {isDense && <DenseBars bars={seen} plot={plot} isStill={isStill} />}
    </figure>
  );
}
