import { UsageError } from '../../lib/errors/usage-error.ts';
import { type Condition, holdsOf, parseCondition } from '../result/condition.ts';
import type { MeasuredCell } from '../result/result.ts';
import { highestM } from './highest-m.ts';

/** The highest m of a sweep at which all conditions hold. */
export interface Highest {
  /** Absent where there is none. */
  readonly m?: number;
  /** One plain sentence without a full stop. */
  readonly sentence: string;
}

/**
 * Reads the conditions that a level of m must meet, with commas between: `p95<=200ms,errors<=1%`.
 *
 * @param items how many flags each cell downloads
 * @throws UsageError for what is no condition, or needs more flags
 */
export function parseConditions(text: string, items: number): Condition[] {
  const conditions = text.split(',').map(parseCondition);
  const small = conditions.find(({ measure }) => measure.itemsNeeded > items);
  if (small === undefined) return conditions;
  const { name, itemsNeeded } = small.measure;
  throw new UsageError(`"${small.text}" cannot be answered: ${name} needs ${itemsNeeded} flags a cell, not ${items}`);
}

/** The highest m of one sweep at which all conditions hold in each repetition. */
export function highest(cells: readonly MeasuredCell[], conditions: readonly Condition[]): Highest {
  const asked = conditions.map(({ text }) => text).join(' and ');
  const rows = cells.map((cell) => ({ m: cell.m, holds: conditions.every((condition) => holdsOf(condition, cell)) }));
  const found = highestM(rows);
  if (found === undefined) return { sentence: `no m of the sweep has ${asked}` };
  const { m, brokenBelow } = found;
  const luck = brokenBelow.length === 0 ? '' : `, which may be luck, for m = ${brokenBelow.join(', ')} has not`;
  const end = m === Math.max(...cells.map((cell) => cell.m)) ? ', the highest of the sweep' : '';
  return { m, sentence: `the highest m that has ${asked} is ${m}${end}${luck}` };
}
