import { UsageError } from '../../lib/errors/usage-error.ts';
import { ASSERTED_FIGURES, type AssertedFigure } from './asserted-figures.ts';
import type { MeasuredCell } from './cell.ts';

/** How a figure is compared with what is asked of it. */
export type ConditionOperator = keyof typeof OPERATORS;

/** What is asked of a figure: `p95 <= 200ms`. */
export interface Condition {
  /** As it was written. */
  readonly text: string;
  readonly measure: AssertedFigure;
  readonly operator: ConditionOperator;
  /** In the measure's unit. */
  readonly value: number;
}

const OPERATORS = {
  '>=': (actual: number, value: number) => actual >= value,
  '<=': (actual: number, value: number) => actual <= value,
  '==': (actual: number, value: number) => actual === value,
  '>': (actual: number, value: number) => actual > value,
  '<': (actual: number, value: number) => actual < value,
} as const;

/** A condition within a pattern: measure, operator and number are its groups. */
export const CONDITION_SOURCE = String.raw`(\w+)\s*(>=|<=|==|>|<)\s*([^\s=<>].*)`;

/** How a condition is written, for messages. */
export const CONDITION_FORM = `one of ${Object.keys(OPERATORS).join(' ')} and a number`;

const CONDITION = new RegExp(`^${CONDITION_SOURCE}$`);

/**
 * Reads a condition: `<measure> <operator> <number>`. Names may be in any case.
 *
 * @throws UsageError when it is not one, names no measure, or the number or its unit does not fit the measure
 */
export function parseCondition(text: string): Condition {
  const written = text.trim();
  const match = CONDITION.exec(written);
  if (match === null) {
    throw new UsageError(`"${text}" is not a condition: write a measure, ${CONDITION_FORM}, such as p95 <= 200ms`);
  }
  const [, name, operator, value] = match;
  const measure = measureNamed(name!);
  const number = measure.parse(value!.replaceAll(/\s+/g, ''));
  return { text: written, measure, operator: operator as ConditionOperator, value: number };
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

/** Whether a figure, in the measure's unit, is as it should be. */
export function holds({ operator, value }: Condition, figure: number): boolean {
  return OPERATORS[operator](figure, value);
}

/** Whether a cell has the figure and it is as it should be. */
export function holdsOf(condition: Condition, cell: MeasuredCell): boolean {
  const figure = condition.measure.of(cell);
  return figure !== undefined && holds(condition, figure);
}

function measureNamed(name: string): AssertedFigure {
  const found = ASSERTED_FIGURES.find((measure) => measure.name.toLowerCase() === name.toLowerCase());
  if (found !== undefined) return found;
  const names = ASSERTED_FIGURES.map((measure) => measure.name).join(', ');
  throw new UsageError(`"${name}" is not a measure: choose one of ${names}`);
}
