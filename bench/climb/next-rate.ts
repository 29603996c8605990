import type { ClimbClient } from '../result/own-client.ts';
import type { RateFate, RateLevel } from '../result/rate-curve.ts';
import { rateBetween } from './climb-rates.ts';

/** After these the rate does not rise further: what comes above would say nothing more of the server. */
const ENDING: readonly RateFate[] = ['broke', 'failed', 'disturbed'];

/** The highest rate that a server took below all that it did not take, and the lowest that it did not. */
export interface Border<Level> {
  readonly taken?: Level;
  readonly notTaken?: Level;
}

/** What of a level must be known to go on. */
export type JudgedRate = Pick<RateLevel, 'ratePerSecond' | 'fate'>;

/** Where, among levels that ascend by rate, the server stops taking what comes. */
export function border<Level extends JudgedRate>(levels: readonly Level[]): Border<Level> {
  const first = levels.findIndex(({ fate }) => fate !== 'took');
  const taken = first < 0 ? levels.at(-1) : levels[first - 1];
  const notTaken = levels[first];
  return { ...(taken !== undefined && { taken }), ...(notTaken !== undefined && { notTaken }) };
}

/**
 * The rate that a climb measures next: the next of its rates until one ends the rise, then some between the highest that
 * the server took and the lowest that it did not take. Undefined where all is known that it is after.
 *
 * @param levels what was measured, ascending by rate
 */
export function nextRate(
  { ratesPerSecond, refinements }: Pick<ClimbClient, 'ratesPerSecond' | 'refinements'>,
  levels: readonly JudgedRate[],
): number | undefined {
  const measured = new Set(levels.map(({ ratePerSecond }) => ratePerSecond));
  const next = ratesPerSecond.find((rate) => !measured.has(rate));
  if (next !== undefined && !levels.some(({ fate }) => ENDING.includes(fate))) return next;
  const { taken, notTaken } = border(levels);
  if (taken === undefined || notTaken === undefined || notTaken.fate === 'failed') return undefined;
  const refined = levels.filter(({ ratePerSecond }) => !ratesPerSecond.includes(ratePerSecond)).length;
  return refined < refinements ? rateBetween(taken.ratePerSecond, notTaken.ratePerSecond) : undefined;
}
