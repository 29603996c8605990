import { UsageError } from '../../lib/errors/usage-error.ts';
import { type Condition, parseConditions } from '../result/condition.ts';
import type { FigureName } from '../result/figures.ts';

/** What requests on schedule never have, and what depends on how many of them a rate has. */
const NOT_OF_A_RATE: readonly FigureName[] = ['efficiency', 'elapsed', 'items', 'requests', 'ideal', 'schedule', 'cpu'];

/** What is good while it is low. */
const GOOD_WHILE_LOW: readonly FigureName[] = ['errors', 'p50', 'p95', 'p99', 'overhead', 'refused', 'waitGrowth'];

/** Of the items, a quarter more than a figure needs: some fail, and have no latency. */
const TO_SPARE = 1.25;

/**
 * Reads what ends a climb: conditions with commas between, of which one is enough, such as `errors>1%,p95>500ms`.
 *
 * @throws UsageError for what is no condition, says nothing of a rate, or says what is good and not when to stop
 */
export function parseUntil(text: string): Condition[] {
  return parseConditions(text).map(checked);
}

/** How many requests a rate must have, for its figures to be had and its shares to be more than one request's luck. */
export function requestsNeeded(conditions: readonly Condition[]): number {
  return Math.max(0, ...conditions.map(neededFor));
}

/** One that fails among fewer is more than the share already. */
function neededFor({ figure: { itemsNeeded, unit }, value }: Condition): number {
  const ofShare = unit.symbol === 'share' && value > 0 ? Math.ceil(1 / value - 1e-9) : 0;
  return Math.max(Math.ceil(itemsNeeded * TO_SPARE), ofShare);
}

function checked(condition: Condition): Condition {
  const { name } = condition.figure;
  if (NOT_OF_A_RATE.some((known) => known === name)) {
    throw new UsageError(`"${condition.text}" cannot end a climb: ${name} says nothing of a rate`);
  }
  if (condition.operator.startsWith('<') && GOOD_WHILE_LOW.some((known) => known === name)) {
    const turned = condition.text.replace(/<=?/, '>');
    throw new UsageError(`"${condition.text}" is met at once: --until says when to stop, such as ${turned}`);
  }
  return condition;
}
