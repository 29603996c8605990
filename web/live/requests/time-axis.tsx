/** A text of the axis with the room about it, in pixels: closer ones would run into each other. */
const TICK_PX = 90;

/** Into so many parts the axis is cut, the most that have room. */
const PARTS_OF_AXIS = [5, 2, 1];

/** How long ago it was, below a plot and as lines up to its top: the right end is now. */
export function TimeAxis({
  width,
  height,
  windowMs,
  isPaused,
}: {
  width: number;
  /** Of the plot. */
  height: number;
  windowMs: number;
  isPaused: boolean;
}) {
  const parts = PARTS_OF_AXIS.find((count) => width / count >= TICK_PX) ?? PARTS_OF_AXIS.at(-1)!;
  return (
    <>
      {Array.from({ length: parts + 1 }, (_, i) => {
        const agoSeconds = ((windowMs / 1000) * (parts - i)) / parts;
        const x = (width * i) / parts;
        return (
          <g key={agoSeconds} class="tick">
            <line x1={x} x2={x} y1="0" y2={height} />
            <text x={x} y={height + 18} text-anchor={i === 0 ? 'start' : 'middle'}>
              {agoSeconds === 0 ? (isPaused ? 'paused' : 'now') : `${agoSeconds} s ago`}
            </text>
          </g>
        );
      })}
    </>
  );
}
