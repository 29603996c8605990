import type { Slice, Timeline } from '../../bench/result/cell.ts';
import { isMeasured } from '../../bench/result/cell.ts';
import { figure } from '../../bench/result/figures.ts';
import type { BenchResult } from '../../bench/result/result.ts';
import { type FaultsChange, faultsChanges } from '../../bench/result/tested-server.ts';
import { type Row, rows } from '../../bench/rows/rows.ts';
import { reachedChanges } from '../../bench/timeline/reached-changes.ts';
import { shortDuration } from '../../lib/units/duration.ts';
import { type CommandContext, print } from '../terminal/command-context.ts';
import type { Line } from '../terminal/line.ts';
import { lineWidth } from '../terminal/output.ts';
import { cut, textWidth } from '../terminal/text-width.ts';

/** How wide lines are at most, in characters, and where there is no terminal. */
const WIDEST = 120;
const USUAL = 80;

/** What stands beside the signs, but for the name, in characters: what they are, and the most of it. */
const BESIDE = '    goodput    each sign: 300 ms'.length;

/** Fewer signs than these show nothing, however narrow the terminal. */
const MIN_SIGNS = 20;

/** Longer names are cut, in characters. */
const MAX_NAME = 16;

/** Nothing at all, and eight heights. */
const HEIGHTS = ' ▁▂▃▄▅▆▇█';

/** Where nothing ended there is no share of errors. */
const NONE_ENDED = '·';

type TimedRow = Row & { readonly timeline: Timeline };

/** Several slices in one sign. */
interface Sign {
  readonly goodputPerSecond: number;
  readonly errorShare: number | undefined;
}

/** What is drawn of a row. */
interface Drawing {
  readonly signs: readonly Sign[];
  /** How much time a sign has, for people. */
  readonly each: string;
  /** A line with the number of each change at its time. */
  readonly marks: string;
}

/**
 * Prints how goodput and errors went on while the faults of a server changed: lines of one sign for each slice of time, or
 * for several where there is not enough room. Nothing for servers without a schedule, and for cells too short to show it.
 */
export function printTimelines(result: BenchResult, context: CommandContext): void {
  const timed = rows(result).filter((row): row is TimedRow => isMeasured(row) && row.timeline !== undefined);
  const columns = lineWidth(context.stdout);
  const width = Number.isFinite(columns) ? Math.min(WIDEST, columns) : USUAL;
  for (const [server, group] of Map.groupBy(timed, (row) => row.server)) {
    const changes = faultsChanges(result, server);
    if (changes.length === 0) continue;
    print(context);
    printHead(server, group, changes, context);
    for (const line of drawn(group, changes, width)) print(context, line);
  }
}

function printHead(
  server: string,
  group: readonly TimedRow[],
  changes: readonly FaultsChange[],
  context: CommandContext,
): void {
  const isRepeated = group.some(({ repetitions = 1 }) => repetitions > 1);
  print(context, `${server} as its faults changed${isRepeated ? ', in the median repetition' : ''}:`);
  const reached = new Set(group.flatMap(({ timeline }) => reachedChanges(timeline, changes)).map((one) => one.number));
  for (const [i, { atMs, faults }] of changes.entries()) {
    const missed = reached.has(i + 1) ? '' : ' (no cell ran then)';
    print(context, `  ${mark(i + 1)}  from ${shortDuration(atMs)} on: ${faults}${missed}`, '     ');
  }
}

function drawn(group: readonly TimedRow[], changes: readonly FaultsChange[], width: number): Line[] {
  const names = group.map(({ strategy }) => cut(strategy, MAX_NAME));
  const nameWidth = Math.max(...names.map(textWidth));
  const most = Math.max(MIN_SIGNS, width - nameWidth - BESIDE);
  const drawings = group.map(({ timeline }) => draw(timeline, changes, most));
  const longest = Math.max(...drawings.map(({ signs }) => signs.length));
  return drawings.flatMap((drawing, i) => {
    const [name, blank] = [names[i]!, ''].map((text) => `  ${text}${' '.repeat(nameWidth - textWidth(text))}  `);
    return drawingLines(drawing, longest).map((line, place): Line => [place === 0 ? name! : blank!, ...line]);
  });
}

function drawingLines(
  { signs, each, marks }: Drawing,
  longest: number,
): (readonly Exclude<Line, readonly unknown[]>[])[] {
  const goodputs = signs.map(({ goodputPerSecond }) => goodputPerSecond);
  const errors = signs.map(({ errorShare }) => errorShare);
  const [highest, worst] = [Math.max(...goodputs), Math.max(...errors.map((share = 0) => share))];
  const isGap = errors.includes(undefined);
  return [
    ['goodput  ', heights(goodputs, highest).padEnd(longest), `  up to ${figure('goodput').unit.text(highest)}`],
    [
      'errors   ',
      { text: heights(errors, 1).padEnd(longest), tone: 'bad' },
      `  up to ${figure('errors').unit.text(worst)}`,
    ],
    ['faults   ', marks.padEnd(longest), `  each sign: ${each}`],
    ...(isGap ? [['         ', ' '.repeat(longest), `  ${NONE_ENDED} none ended`]] : []),
  ];
}

function draw(timeline: Timeline, changes: readonly FaultsChange[], most: number): Drawing {
  const { sliceMs, slices } = timeline;
  const together = Math.ceil(slices.length / most);
  const signMs = sliceMs * together;
  const signs = Array.from({ length: Math.ceil(slices.length / together) }, (_, i) =>
    merged(slices.slice(i * together, (i + 1) * together)),
  );
  const marks = new Array<string>(signs.length).fill(' ');
  for (const { number, cellMs } of reachedChanges(timeline, changes)) {
    // The last sign takes the rest of the time.
    marks[Math.min(signs.length - 1, Math.floor(cellMs / signMs))] = mark(number);
  }
  return { signs, each: shortDuration(signMs), marks: marks.join('') };
}

function merged(slices: readonly Slice[]): Sign {
  const sum = (of: (slice: Slice) => number) => slices.reduce((total, slice) => total + of(slice), 0);
  const lengthMs = slices.at(-1)!.toMs - slices[0]!.fromMs;
  const ended = sum((slice) => slice.ended);
  const failed = sum((slice) => slice.ended * (slice.errorShare ?? 0));
  return {
    goodputPerSecond: sum(({ goodputPerSecond, fromMs, toMs }) => goodputPerSecond * (toMs - fromMs)) / lengthMs,
    errorShare: ended === 0 ? undefined : failed / ended,
  };
}

/** Little is more than nothing. */
function heights(values: readonly (number | undefined)[], full: number): string {
  return values
    .map((value) => {
      if (value === undefined) return NONE_ENDED;
      return HEIGHTS[value === 0 ? 0 : Math.max(1, Math.round((value / full) * (HEIGHTS.length - 1)))];
    })
    .join('');
}

/** 1 to 9, and letters after them. */
function mark(number: number): string {
  return number < 36 ? number.toString(36) : '+';
}
