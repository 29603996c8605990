import { UsageError } from '../../lib/errors/usage-error.ts';
import { counted } from '../../lib/units/counted.ts';
import { FIGURES, type Figure, type Figures, figureTitle, figureValue } from './figures.ts';

/** How a figure is compared with what is asked of it. */
export type ConditionOperator = keyof typeof OPERATORS;

/** What is asked of a figure: `p95 <= 200ms`. Assertions, the highest m of a sweep and tune's goal are made of these. */
export interface Condition {
  /** As it was written. */
  readonly text: string;
  readonly figure: Figure;
  readonly operator: ConditionOperator;
  /** In the unit of the figure's field. */
  readonly value: number;
}

/** Those that begin as another does come before it. */
const OPERATORS = {
  '>=': (actual: number, value: number) => actual >= value,
  '<=': (actual: number, value: number) => actual <= value,
  '==': (actual: number, value: number) => actual === value,
  '>': (actual: number, value: number) => actual > value,
  '<': (actual: number, value: number) => actual < value,
} as const;

/** A condition within a pattern: figure, operator and number are its groups. */
export const CONDITION_SOURCE = String.raw`(\w+)\s*(${Object.keys(OPERATORS).join('|')})\s*([^\s=<>].*)`;

/** How a condition is written, for messages. */
export const CONDITION_FORM = `one of ${Object.keys(OPERATORS).join(' ')} and a number`;

const CONDITION = new RegExp(`^${CONDITION_SOURCE}$`);

/**
 * Reads a condition: `<figure> <operator> <number>`. Names may be in any case.
 *
 * @throws UsageError when it is not one, names no figure, or the number or its unit does not fit the figure
 */
export function parseCondition(text: string): Condition {
  const written = text.trim();
  const match = CONDITION.exec(written);
  if (match === null) {
    throw new UsageError(`"${text}" is not a condition: write a figure, ${CONDITION_FORM}, such as p95 <= 200ms`);
  }
  const [, name, operator, value] = match;
  const figure = figureNamed(name!);
  // A blank may stand before the unit, and nowhere else.
  const number = figure.unit.parse(value!.replace(/^([\d.]+)\s+(?=\D)/, '$1'));
  return { text: written, figure, operator: operator as ConditionOperator, value: number };
}

/**
 * Reads conditions with commas between: `p95<=200ms,errors<=1%`.
 *
 * @throws UsageError for what is no condition
 */
export function parseConditions(text: string): Condition[] {
  const parts = text.split(',');
  if (parts.length > 1 && parts.some((part) => part.trim() === '')) {
    throw new UsageError(`"${text}" has a comma too many: write conditions such as p95<=200ms,errors<=1%`);
  }
  return parts.map(parseCondition);
}

/** Whether a text is what {@link parseConditions} reads. */
export function areConditions(text: string): boolean {
  try {
    return parseConditions(text).length > 0;
  } catch (error) {
    if (error instanceof UsageError) return false;
    throw error;
  }
}

/** How many items a cell asks for, and how many of them will have a latency: what fails otherwise has none. */
export interface ItemCount {
  readonly asked: number;
  readonly timed: number;
  /** Whether they are the items of a service, and no flags; default false. */
  readonly isService?: boolean;
}

/** How many items a cell must have of which nobody knows how many fail, for so many to have a latency: a quarter more. */
export function withSpare(itemsNeeded: number): number {
  return Math.ceil(itemsNeeded * 1.25);
}

/**
 * Refuses conditions that cells of so few items could not answer: better known before they run than after it.
 *
 * @throws UsageError which names the number that is needed
 */
export function requireAnswerable(
  conditions: readonly Condition[],
  { asked, timed, isService = false }: ItemCount,
): void {
  const small = conditions.find(({ figure }) => figure.itemsNeeded > Math.min(asked, timed));
  if (small === undefined) return;
  const { name, itemsNeeded } = small.figure;
  const needed = counted(itemsNeeded, isService ? 'item' : 'flag');
  const why =
    asked < itemsNeeded
      ? `${name} needs ${needed} a cell, not ${asked}`
      : `${name} needs ${needed} a cell that end ok or time out, and of ${asked} only ${timed} will`;
  throw new UsageError(`"${small.text}" cannot be answered: ${why}`);
}

/** Whether a value, in the unit of the figure's field, is as it should be. */
export function holds({ operator, value }: Condition, actual: number): boolean {
  return OPERATORS[operator](actual, value);
}

/**
 * Why a cell does not meet a condition, without a full stop; undefined where it does. A figure that the cell does not have
 * does not meet a condition.
 */
function unmet(condition: Condition, figures: Figures): string | undefined {
  const { figure } = condition;
  const actual = figureValue(figure, figures);
  if (actual === undefined) return absence(figure, figures);
  return holds(condition, actual) ? undefined : `${figureTitle(figure)} is ${figure.unit.exactly(actual)}`;
}

/** Why a cell does not meet all conditions, by the first that it does not; undefined where it meets them. */
export function firstUnmet(conditions: readonly Condition[], figures: Figures): string | undefined {
  for (const condition of conditions) {
    const why = unmet(condition, figures);
    if (why !== undefined) return why;
  }
  return undefined;
}

/** That a cell does not have a figure, and why, or when that is so. */
export function absence(figure: Figure, { withheld }: Figures): string {
  if (withheld !== undefined && figure.name === 'efficiency') return `${figureTitle(figure)} is withheld: ${withheld}`;
  return `there is no ${figureTitle(figure)} ${figure.absent ?? 'in this cell'}`;
}

function figureNamed(name: string): Figure {
  const found = FIGURES.find((known) => known.name.toLowerCase() === name.toLowerCase());
  if (found !== undefined) return found as Figure;
  const alike = FIGURES.filter((known) => known.field.toLowerCase().includes(name.toLowerCase()));
  if (alike.length === 1) throw new UsageError(`"${name}" is not a figure: here it is called ${alike[0]!.name}`);
  throw new UsageError(`"${name}" is not a figure: choose one of ${FIGURES.map((known) => known.name).join(', ')}`);
}
