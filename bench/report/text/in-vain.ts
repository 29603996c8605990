import { counted } from '../../../lib/units/counted.ts';
import type { MeasuredCell } from '../../result/cell.ts';
import { isInVain, mainFailure } from '../../result/withheld.ts';

/** What is said of a service that let nothing end ok, and the rows of which there is more to say. */
export interface Vain<Row> {
  /** Absent where something of each row ended ok. */
  readonly sentence?: string;
  readonly others: readonly Row[];
}

/**
 * Sorts out the rows of a service of which nothing ended ok: who failed at once was done soon, but there is nothing to
 * praise, and nothing to measure longer.
 *
 * @param shown of each strategy its row of the highest level
 * @param all the rows of all levels
 */
export function inVain<Row extends MeasuredCell>(shown: readonly Row[], all: readonly MeasuredCell[]): Vain<Row> {
  const vain = shown.filter(isInVain);
  const [first] = vain;
  if (first === undefined) return { others: shown };
  const others = shown.filter((row) => !isInVain(row));
  const items = counted(Math.max(...vain.map((row) => row.items)), 'item');
  if (all.every(isInVain)) return { sentence: `None of the ${items} ended ok: ${mainFailure(all)}.`, others };
  const who = [...new Set(vain.map(({ strategy, m }) => `${strategy} at m = ${m}`))].join(', ');
  return { sentence: `None of the ${items} of ${who} ended ok: ${mainFailure(vain)}.`, others };
}
