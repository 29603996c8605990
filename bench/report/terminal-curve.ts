import type { Curve, Level } from '../curve.ts';

/** Rows of the drawing itself; a title, the axis, its numbers and the knee come to it. */
const ROWS = 8;

/** Columns of the drawing itself. */
const COLUMNS = 60;

/**
 * A small picture of goodput over m for the terminal, in plain characters and at most 12 lines: `*` is a level, `:` its
 * interval, `^` the knee. Goodput begins at 0, m is on a logarithmic scale.
 */
export function terminalCurve(curve: Curve): string {
  const { server, strategy, levels } = curve;
  const top = Math.max(...levels.map(({ goodputPerSecond: { value, high } }) => Math.max(value, high)));
  const columnOf = logarithmic(levels.map(({ m }) => m));
  const labels = rowLabels(top);
  const margin = labels[0]!.length;
  const indent = ' '.repeat(margin + 2);
  return [
    `${server} ${strategy}: goodput over m`,
    ...drawing(levels, top, columnOf).map((row, i) => `${labels[i]!.padStart(margin)} |${row}`.trimEnd()),
    `${' '.repeat(margin)} +${'-'.repeat(COLUMNS)}`,
    `${indent}${levelLabels(levels, columnOf)}`.trimEnd(),
    `${indent}${kneeMark(curve, columnOf)}`,
  ].join('\n');
}

/** From an m to its column: the lowest level at the left edge, the highest at the right; what lies beyond is at the edge. */
function logarithmic(ms: readonly number[]): (m: number) => number {
  const [low, high] = [Math.log(Math.min(...ms)), Math.log(Math.max(...ms))];
  const span = high === low ? 1 : high - low;
  return (m) => 1 + Math.round(Math.min(1, Math.max(0, (Math.log(m) - low) / span)) * (COLUMNS - 4));
}

/** The topmost row, the middle and the bottom have their goodput beside them. */
function rowLabels(top: number): string[] {
  const text = (share: number) => `${(top * share).toFixed(top < 100 ? 1 : 0)}/s`;
  const middle = Math.floor((ROWS - 1) / 2);
  return Array.from({ length: ROWS }, (_, row) => {
    if (row === 0) return text(1);
    if (row === ROWS - 1) return text(0);
    return row === middle ? text(1 - row / (ROWS - 1)) : '';
  }).map((label, _, all) => label.padStart(Math.max(...all.map(({ length }) => length))));
}

function drawing(levels: readonly Level[], top: number, columnOf: (m: number) => number): string[] {
  const rows = Array.from({ length: ROWS }, () => new Array<string>(COLUMNS).fill(' '));
  const rowOf = (goodput: number) => (top === 0 ? ROWS - 1 : Math.round((1 - Math.max(0, goodput) / top) * (ROWS - 1)));
  for (const { m, goodputPerSecond } of levels) {
    for (let row = rowOf(goodputPerSecond.high); row <= rowOf(goodputPerSecond.low); row++)
      rows[row]![columnOf(m)] = ':';
  }
  for (const { m, goodputPerSecond } of levels) rows[rowOf(goodputPerSecond.value)]![columnOf(m)] = '*';
  return rows.map((row) => row.join(''));
}

/** The levels under the axis, but for those that have no room beside the ones before. */
function levelLabels(levels: readonly Level[], columnOf: (m: number) => number): string {
  return levels.reduce((line, { m }) => {
    const column = columnOf(m);
    return line.length > 0 && line.length >= column ? line : `${line.padEnd(column)}${m}`;
  }, '');
}

function kneeMark({ knee: { byFit, byKneedle } }: Curve, columnOf: (m: number) => number): string {
  const m = byKneedle ?? byFit;
  if (m === undefined) return 'no knee found';
  const found = [
    ...(byKneedle === undefined ? [] : [`m = ${byKneedle} by Kneedle`]),
    ...(byFit === undefined ? [] : [`m = ${Math.round(byFit)} by the fit`]),
  ];
  const text = `knee: ${found.join(', ')}`;
  const column = columnOf(m);
  const fitsLeft = text.length + 2 <= column;
  return fitsLeft && column + text.length + 2 > COLUMNS
    ? `${text} ^`.padStart(column + 1)
    : `${' '.repeat(column)}^ ${text}`;
}
