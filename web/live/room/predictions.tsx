import { shortDuration } from '../../../lib/units/duration.ts';
import type { RoomState } from '../../../servers/control/room/room-schemas.ts';
import { durationText } from '../../charts/plot/duration-text.ts';
import { roundAxis } from './round-axis.ts';

/** As wide as it is drawn beside the table, so that its figures are as large as they say. */
const WIDTH = 400;
const PADDING = 14;

/** How high the marks above the axis may be stacked, and those below it and its figures. */
const STACK = 84;
const FIGURES = 24;

/** The columns that times are sorted into, and the most that a mark takes of one. */
const COLUMNS = 40;
const MARK = (WIDTH - 2 * PADDING) / COLUMNS;

/** A mark of a time: in which column it is, and the how many-th it is there. */
interface Stacked {
  readonly column: number;
  readonly level: number;
}

/** What names foretold, beside what their runs took, as a distribution: a ring for each prediction, a cross below for each run. */
export function Predictions({ room, label }: { room: RoomState; label: string }) {
  const foretold = room.names.flatMap(({ predictedMs }) => predictedMs ?? []);
  const took = room.names.flatMap(({ predictedMs, seats }) =>
    predictedMs === undefined ? [] : seats.filter((seat) => seat.label === label).map(({ last }) => last.makespanMs),
  );
  if (foretold.length === 0) return null;
  const ticks = roundAxis(Math.max(1, ...foretold, ...took));
  const longest = ticks.at(-1)!;
  const rings = stacked(foretold, longest);
  const crosses = stacked(took, longest);
  const size = Math.min(MARK, STACK / Math.max(...[...rings, ...crosses].map(({ level }) => level + 1)));
  const x = ({ column }: Stacked) => PADDING + (column + 0.5) * MARK;
  const away = ({ level }: Stacked) => (level + 0.5) * size;
  const arm = size * 0.35;
  return (
    <figure class="predictions">
      <figcaption>
        ◯ foretold by {foretold.length}, ✕ what their last runs on {label} took ({took.length})
      </figcaption>
      <svg
        viewBox={`0 0 ${WIDTH} ${STACK + FIGURES + STACK}`}
        role="img"
        aria-label={`${foretold.length} predictions, the middle one ${durationText(middle(foretold))}; ${took.length} results${took.length === 0 ? '' : `, the middle one ${durationText(middle(took))}`}`}
      >
        {rings.map((ring, i) => (
          <circle key={i} cx={x(ring)} cy={STACK - away(ring)} r={arm} />
        ))}
        <line x1={PADDING} x2={WIDTH - PADDING} y1={STACK} y2={STACK} />
        {ticks.map((ms) => (
          <text
            key={ms}
            x={PADDING + (ms / longest) * (WIDTH - 2 * PADDING)}
            y={STACK + FIGURES - 4}
            text-anchor={ms === 0 ? 'start' : ms === longest ? 'end' : 'middle'}
          >
            {ms === 0 ? '0' : shortDuration(ms)}
          </text>
        ))}
        {crosses.map((cross, i) => (
          <path
            key={i}
            d={`M${x(cross) - arm} ${STACK + FIGURES + away(cross) - arm}l${2 * arm} ${2 * arm}m0 ${-2 * arm}l${-2 * arm} ${2 * arm}`}
          />
        ))}
      </svg>
    </figure>
  );
}

/** Times by columns, those of one column above each other. */
function stacked(times: readonly number[], longest: number): Stacked[] {
  const heights = new Map<number, number>();
  return times.map((ms) => {
    const column = Math.min(COLUMNS - 1, Math.floor((ms / longest) * COLUMNS));
    const level = heights.get(column) ?? 0;
    heights.set(column, level + 1);
    return { column, level };
  });
}

function middle(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}
