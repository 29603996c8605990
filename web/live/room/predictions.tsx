import { counted } from '../../../lib/units/counted.ts';
import type { RoomState } from '../../../servers/control/room/room-schemas.ts';
import { durationText } from '../../charts/plot/duration-text.ts';
import { timeUnit } from '../../charts/plot/time-unit.ts';
import type { Seat } from './columns.ts';
import { roundAxis } from './round-axis.ts';

/** As wide as it is drawn at most, so that its figures are as large as they say. */
const WIDTH = 400;
const PADDING = 14;

/** How high the marks above the axis may be stacked, and those below it and its figures; and what lies around them. */
const STACK = 84;
const FIGURES = 24;
const EDGE = 4;

/** The columns that times are sorted into, and the most that a mark takes of one. */
const COLUMNS = 40;
const MARK = (WIDTH - 2 * PADDING) / COLUMNS;

/** A mark of a time: in which column it is, and the how many-th it is there. */
interface Stacked {
  readonly column: number;
  readonly level: number;
}

/** Whether all has come, or what has not was never to come: the time of anything less is not what was foretold. */
function isDone({ last: { flags, flagsOk, score } }: Seat): boolean {
  return flagsOk === flags || score !== undefined;
}

/** What names foretold, beside what their runs took, as a distribution: a ring for each prediction, a cross below for each run that got what it asked for. */
export function Predictions({ room, label }: { room: RoomState; label: string }) {
  const foretold = room.names.flatMap(({ predictedMs }) => predictedMs ?? []);
  const took = room.names.flatMap(({ predictedMs, seats }) =>
    predictedMs === undefined
      ? []
      : seats.filter((seat) => seat.label === label && isDone(seat)).map(({ last }) => last.makespanMs),
  );
  if (foretold.length === 0) return null;
  const ticks = roundAxis(Math.max(1, ...foretold, ...took));
  const longest = ticks.at(-1)!;
  const rings = stacked(foretold, longest);
  const crosses = stacked(took, longest);
  const size = Math.min(MARK, STACK / heightOf([...rings, ...crosses]));
  const axis = EDGE + heightOf(rings) * size;
  const below = axis + FIGURES;
  const { name: unit, perMs } = timeUnit(longest);
  const x = ({ column }: Stacked) => PADDING + (column + 0.5) * MARK;
  const away = ({ level }: Stacked) => (level + 0.5) * size;
  const arm = size * 0.35;
  return (
    <figure class="predictions">
      <figcaption>
        <b>
          Time of a run on {label}, in {unit}
        </b>
        ◯ foretold by {foretold.length}, ✕ what their last runs took ({took.length})
      </figcaption>
      <svg
        viewBox={`0 0 ${WIDTH} ${below + heightOf(crosses) * size + EDGE}`}
        role="img"
        aria-label={`${counted(foretold.length, 'prediction')}, the middle one ${durationText(middle(foretold))}; ${counted(took.length, 'result')}${took.length === 0 ? '' : `, the middle one ${durationText(middle(took))}`}`}
      >
        {rings.map((ring, i) => (
          <circle key={i} cx={x(ring)} cy={axis - away(ring)} r={arm} />
        ))}
        <line x1={PADDING} x2={WIDTH - PADDING} y1={axis} y2={axis} />
        {ticks.map((ms) => (
          <text
            key={ms}
            x={PADDING + (ms / longest) * (WIDTH - 2 * PADDING)}
            y={below - 6}
            text-anchor={ms === 0 ? 'start' : ms === longest ? 'end' : 'middle'}
          >
            {Number((ms * perMs).toPrecision(4))}
          </text>
        ))}
        {crosses.map((cross, i) => (
          <path
            key={i}
            d={`M${x(cross) - arm} ${below + away(cross) - arm}l${2 * arm} ${2 * arm}m0 ${-2 * arm}l${-2 * arm} ${2 * arm}`}
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

/** How many marks the highest stack has; 0 without marks. */
function heightOf(marks: readonly Stacked[]): number {
  return Math.max(0, ...marks.map(({ level }) => level + 1));
}

function middle(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}
