import { memo } from 'preact/compat';
import type { RequestRecord } from '../../../lib/request-record.ts';
import { failureOf, MARK_PX, segmentsOf } from './segments.ts';

/** Lower lanes have no room for a text. */
const TEXT_HEIGHT = 11;

/** Lower bars, those of lanes below 5 pixels, have no room for a shape. */
const SHAPE_HEIGHT = 4;

/** How wide the shape is of a request that failed, in pixels. */
const SHAPE_PX = 8;

/** As far as an open request's last part reaches: past the edge of any plot. */
const FAR_PX = 1e5;

/** How times become pixels. */
export interface Scale {
  /** The moment of the run that is at 0. */
  readonly originMs: number;
  readonly pxPerMs: number;
}

/** A request as a bar: its parts one after the other, and how it failed where it did. */
export const RequestBar = memo(function RequestBar({
  record,
  isWaiting,
  y,
  height,
  hasRoom,
  scale: { originMs, pxPerMs },
}: {
  record: RequestRecord;
  isWaiting: boolean;
  y: number;
  height: number;
  /** Whether there is room for a word after it, before the next bar begins. */
  hasRoom: boolean;
  scale: Scale;
}) {
  const x = (ms: number) => (ms - originMs) * pxPerMs;
  const failure = failureOf(record);
  const end = x(record.endedMs ?? Number.POSITIVE_INFINITY);
  return (
    <g class="bar" data-seq={record.seq} data-status={record.status ?? 'none'} data-ending={record.ending}>
      {segmentsOf({ record, isWaiting }).map(({ part, fromMs, toMs }) => (
        <rect
          key={part}
          class={`part-${part}`}
          x={x(fromMs)}
          y={part === 'queued' ? y + height / 3 : y}
          width={Math.min(FAR_PX, Math.max(1, x(toMs) - x(fromMs)))}
          height={part === 'queued' ? height / 3 : height}
        />
      ))}
      {failure !== undefined &&
        (hasRoom && height >= TEXT_HEIGHT ? (
          <text class="failure" x={end + 2} y={y + height - 2}>
            ✕ {failure}
          </text>
        ) : (
          <FailureMark begin={x(record.arrivedMs)} end={end} y={y} height={height} />
        ))}
    </g>
  );
});

/** On the bar, where no other covers it: a bar that ends well ends straight, one that failed in a gap and an arrowhead back. */
function FailureMark({ begin, end, y, height }: { begin: number; end: number; y: number; height: number }) {
  if (height < SHAPE_HEIGHT) return <rect class="failure" x={end - MARK_PX} y={y} width={MARK_PX} height={height} />;
  return (
    <>
      {/* No more than the bar itself is cut out, or the one before would seem to have failed. */}
      <path d={`M${end},${y - 0.5}H${Math.max(begin, end - SHAPE_PX)}v${height + 1}H${end}Z`} fill="var(--paper)" />
      <path class="failure" d={`M${end - SHAPE_PX + 1},${y + height / 2}L${end},${y}v${height}Z`} />
    </>
  );
}
