import { useCallback, useMemo, useRef } from 'preact/hooks';
import { counted } from '../../../lib/units/counted.ts';
import { useWidth } from '../../charts/plot/use-width.ts';
import { barAt, DenseBars } from './dense-bars.tsx';
import { PickedMark } from './picked-mark.tsx';
import { placedBars } from './placed-bars.ts';
import { Quiet } from './quiet.tsx';
import { RequestBar } from './request-bar.tsx';
import { countOfAll, type ShownRequests } from './shown-requests.ts';
import { TimeAxis } from './time-axis.tsx';
import { useFrames } from './use-frames.ts';
import { useRoomBelow } from './use-room-below.ts';
import { walkedTo } from './walked-to.ts';

const AXIS_HEIGHT = 24;

/** However low the window is, bars have so much room, in pixels; below them is room for what is known of one. */
const LEAST_ROOM = 400;
const ROOM_FOR_DETAILS = 260;

/** The room for the word of an error, in pixels; there is as much right of now, for one that has just come. */
const WORD_WIDTH = 58;

/** More bars than these have no elements of their own: a browser would be busy with nothing else. */
const MOST_ELEMENTS = 300;

/** All bars are drawn anew where the moment changes that is at 0, and far from 0 they would not lie exactly. */
const ORIGIN_STEP_MS = 600_000;

/**
 * The last requests as bars on a time axis that moves on: its right end is now. Where agents share a run, each has lanes of its
 * own below its name. Whoever has no pointer walks from bar to bar with the arrow keys, Home and End; Escape lets go.
 *
 * @param windowMs how much of time is seen
 * @param pausedMs the moment of the run at which it stands still; undefined where it moves
 * @param picked the number of the request whose bar is marked
 * @param onPick called with the number of the request that is chosen, undefined for none
 */
export function Waterfall({
  requests,
  windowMs,
  pausedMs,
  picked,
  onPick,
}: {
  requests: ShownRequests;
  windowMs: number;
  pausedMs: number | undefined;
  picked: number | undefined;
  onPick: (seq: number | undefined) => void;
}) {
  const { bars, aheadMs } = requests;
  const frame = useRef<HTMLElement>(null);
  const width = Math.max(0, useWidth(frame) - WORD_WIDTH);
  const roomPx = Math.max(LEAST_ROOM, useRoomBelow(frame) - AXIS_HEIGHT - ROOM_FOR_DETAILS);
  const open = useRef<SVGGElement>(null);
  const ended = useRef<SVGGElement>(null);
  const originMs = ORIGIN_STEP_MS * Math.floor((bars[0]?.record.arrivedMs ?? 0) / ORIGIN_STEP_MS);
  const pxPerMs = width / windowMs;
  const scale = useMemo(() => ({ originMs, pxPerMs }), [originMs, pxPerMs]);
  const seenFromMs = (pausedMs ?? performance.now() - aheadMs) - windowMs;
  const inWindow = bars.filter(({ record }) => (record.endedMs ?? Number.POSITIVE_INFINITY) >= seenFromMs);
  const { bars: seen, names, lanes, laneHeight, height } = placedBars(inWindow, roomPx);
  const marked = seen.find(({ record }) => record.seq === picked);

  const nowMs = useCallback(() => pausedMs ?? performance.now() - aheadMs, [aheadMs, pausedMs]);
  const isStill = pausedMs !== undefined;
  const isDense = seen.length > MOST_ELEMENTS;
  const plot = useMemo(
    () => ({ width, height, pxPerMs, laneHeight, nowMs }),
    [width, height, pxPerMs, laneHeight, nowMs],
  );
  const place = () => {
    const transform = `translate(${width - (nowMs() - originMs) * pxPerMs} 0)`;
    for (const group of [open, ended]) group.current?.setAttribute('transform', transform);
  };
  useFrames(place, isStill || isDense, [plot, originMs, isDense]);

  const pick = (event: PointerEvent) => {
    if (isDense) return onPick(barAt(seen, plot, event.offsetX, event.offsetY)?.record.seq);
    const bar = (event.target as Element).closest('.bar');
    onPick(bar === null ? undefined : Number(bar.getAttribute('data-seq')));
  };
  const walk = (event: KeyboardEvent) => {
    if (event.key === 'Escape') return onPick(undefined);
    const next = walkedTo(event.key, inWindow, picked);
    if (next === undefined) return;
    event.preventDefault();
    onPick(next.record.seq);
  };
  const barsThat = (isOpen: boolean) =>
    seen
      .filter(({ record }) => (record.ending === 'open') === isOpen)
      .map(({ record, isWaiting, y, nextMs }) => (
        <RequestBar
          key={record.seq}
          record={record}
          isWaiting={isWaiting}
          y={y}
          height={Math.max(1, laneHeight - 1)}
          hasRoom={(nextMs - (record.endedMs ?? nextMs)) * pxPerMs >= WORD_WIDTH}
          scale={scale}
        />
      ));
  return (
    <figure class="waterfall" ref={frame}>
      <div
        class="walked"
        role="application"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: its keys lead from request to request
        tabIndex={0}
        aria-label="Requests: the arrow keys walk from one to the next, Home and End to the first and the last"
        onKeyDown={walk}
      >
        <svg
          width={width + WORD_WIDTH}
          height={height + AXIS_HEIGHT}
          role="img"
          aria-label={`${counted(seen.length, 'request')} of the last ${windowMs / 1000} seconds${countOfAll(requests) > bars.length ? ', of more than can be shown' : `, at most ${lanes} at once`}`}
          onPointerMove={pick}
          onPointerLeave={() => onPick(undefined)}
        >
          <defs>
            <clipPath id="plot">
              <rect x="0" y="0" width={width} height={height} />
            </clipPath>
          </defs>
          <TimeAxis width={width} height={height} windowMs={windowMs} isPaused={isStill} />
          {!isDense && (
            <>
              <g clip-path="url(#plot)">
                <g ref={open}>{barsThat(true)}</g>
              </g>
              <g ref={ended}>{barsThat(false)}</g>
            </>
          )}
          {bars.length > 0 && <Quiet bars={bars} windowMs={windowMs} plot={plot} isStill={isStill} />}
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
        {marked !== undefined && <PickedMark bar={marked} plot={plot} isStill={isStill} />}
      </div>
    </figure>
  );
}
