import { samplesNeeded } from '../statistics/quantile.ts';
import { MILLISECONDS, type Unit } from './unit.ts';

/** What is to be known of a figure before it is asked for. */
export interface FigureTraits {
  /** How many items a cell needs to have it; 0 where any number will do. */
  readonly itemsNeeded: number;
  /** What else it depends on than the client and the server; absent for nothing. */
  readonly dependsOn?: 'items' | 'schedule';
  /** Whether it is good while it is low: then it says when to stop, and not how far to go. */
  readonly isGoodWhileLow?: boolean;
  /** Whether more requests in flight only make more of it. */
  readonly growsWithM?: boolean;
}

type Traits = Partial<FigureTraits>;

/** It differs with how many items a cell has. */
export const ITEMS: Traits = { dependsOn: 'items' };

/** It is there for requests on schedule alone. */
export const TIMED: Traits = { dependsOn: 'schedule' };

/** Less of it is better. */
export const LOSS: Traits = { isGoodWhileLow: true };

/** Less of it is better, and more requests in flight only make more of it. */
export const WAIT: Traits = { isGoodWhileLow: true, growsWithM: true };

/** More requests in flight only make more of it. */
export const LOAD: Traits = { growsWithM: true };

/** A figure that every cell has. */
export function always<const Name extends string, const Field extends string>(
  name: Name,
  field: Field,
  unit: Unit,
  definition: string,
  traits: Traits = {},
) {
  return { name, field, unit, definition, itemsNeeded: 0, ...traits };
}

/** A figure that some cells do not have: `absent` says which. */
export function sometimes<const Name extends string, const Field extends string>(
  name: Name,
  field: Field,
  unit: Unit,
  definition: string,
  absent: string,
  traits: Traits = {},
) {
  return { ...always(name, field, unit, definition, traits), absent };
}

/** A quantile of latencies. */
export function quantile<const Name extends string, const Field extends string>(q: number, name: Name, field: Field) {
  const itemsNeeded = samplesNeeded(q);
  const definition =
    q === 0.5
      ? 'half of the items that ended ok or timed out took no longer, from (scheduled) start to last byte, or to the end of their own work'
      : `${q * 100} of 100 such items took no longer`;
  const absent = `for under ${itemsNeeded} items that ended ok or timed out`;
  return sometimes(name, field, MILLISECONDS, definition, absent, { ...WAIT, itemsNeeded });
}
