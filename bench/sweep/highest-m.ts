import type { MeasuredCell } from '../result/cell.ts';
import { type Condition, firstUnmet } from '../result/condition.ts';
import type { Highest } from '../result/curve.ts';

/** What one cell of a sweep offers. Repetitions of a level are separate rows, and all must hold. */
export interface JudgedLevel {
  readonly m: number;
  /** Whether all that is asked of it holds. */
  readonly holds: boolean;
}

/** The highest level at which all that is asked holds. */
export interface HighestM {
  readonly m: number;
  /** Lower levels at which it does not, ascending: not empty means that the answer may be luck. */
  readonly brokenBelow: readonly number[];
}

/** The highest measured m at which all that is asked holds; undefined when there is none. */
export function highestM(levels: readonly JudgedLevel[]): HighestM | undefined {
  const byM = [...Map.groupBy(levels, ({ m }) => m)].sort(([one], [other]) => one - other);
  const broken = byM.filter(([, rows]) => rows.some(({ holds }) => !holds)).map(([m]) => m);
  const highest = byM.findLast(([m]) => !broken.includes(m))?.[0];
  return highest === undefined ? undefined : { m: highest, brokenBelow: broken.filter((m) => m < highest) };
}

/** The highest m of one sweep at which all conditions hold in each repetition. */
export function highest(cells: readonly MeasuredCell[], conditions: readonly Condition[]): Highest {
  const asked = conditions.map(({ text }) => text).join(' and ');
  const rows = cells.map((cell) => ({ m: cell.m, holds: firstUnmet(conditions, cell) === undefined }));
  const found = highestM(rows);
  if (found === undefined) return { sentence: `no m of the sweep meets ${asked}${whyNone(cells, conditions)}` };
  const { m, brokenBelow } = found;
  const luck = brokenBelow.length === 0 ? '' : `, which may be luck, because m = ${brokenBelow.join(', ')} does not`;
  const end = m === Math.max(...cells.map((cell) => cell.m)) ? ', the highest of the sweep' : '';
  return { m, sentence: `the highest m that meets ${asked} is ${m}${end}${luck}` };
}

/** What the lowest level says against it. */
function whyNone(cells: readonly MeasuredCell[], conditions: readonly Condition[]): string {
  const lowest = cells.toSorted((a, b) => a.m - b.m).find((cell) => firstUnmet(conditions, cell) !== undefined);
  return lowest === undefined ? '' : `: at m = ${lowest.m} ${firstUnmet(conditions, lowest)}`;
}
