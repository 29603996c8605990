import type { RoomState } from '../../../servers/control/room/room-schemas.ts';
import { durationText } from '../../charts/plot/duration-text.ts';

const WIDTH = 600;
const HEIGHT = 64;
const PADDING = 12;

/** What names foretold, beside what their runs took: a ring for each prediction, a cross for each run. */
export function Predictions({ room, label }: { room: RoomState; label: string }) {
  const foretold = room.names.flatMap(({ predictedMs }) => predictedMs ?? []);
  const took = room.names.flatMap(({ predictedMs, seats }) =>
    predictedMs === undefined ? [] : seats.filter((seat) => seat.label === label).map(({ last }) => last.makespanMs),
  );
  if (foretold.length === 0) return null;
  const longest = Math.max(1, ...foretold, ...took);
  const x = (ms: number) => PADDING + (ms / longest) * (WIDTH - 2 * PADDING);
  return (
    <figure class="predictions">
      <figcaption>
        ◯ foretold by {foretold.length}, ✕ what their last runs on {label} took ({took.length})
      </figcaption>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT + 20}`}
        role="img"
        aria-label={`${foretold.length} predictions, the middle one ${durationText(middle(foretold))}; ${took.length} results${took.length === 0 ? '' : `, the middle one ${durationText(middle(took))}`}`}
      >
        <line x1={PADDING} x2={WIDTH - PADDING} y1={HEIGHT} y2={HEIGHT} />
        {foretold.map((ms, i) => (
          <circle key={i} cx={x(ms)} cy={18} r="7" />
        ))}
        {took.map((ms, i) => (
          <path key={i} d={`M${x(ms) - 6} 38l12 12m0 -12l-12 12`} />
        ))}
        <text x={PADDING} y={HEIGHT + 16}>
          0
        </text>
        <text x={WIDTH - PADDING} y={HEIGHT + 16} text-anchor="end">
          {durationText(longest)}
        </text>
      </svg>
    </figure>
  );
}

function middle(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}
