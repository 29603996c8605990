import { UsageError } from '../../lib/errors/usage-error.ts';
import { type Condition, parseConditions, withSpare } from '../result/condition.ts';
import type { FigureName } from '../result/figures.ts';

const EFFICIENCY: FigureName = 'efficiency';

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
  return Math.max(withSpare(itemsNeeded), ofShare);
}

function checked(condition: Condition): Condition {
  const { name, dependsOn, isGoodWhileLow } = condition.figure;
  // Requests on schedule never have an efficiency.
  if (name === EFFICIENCY || dependsOn === 'items') {
    throw new UsageError(`"${condition.text}" cannot end a climb: ${name} says nothing of a rate`);
  }
  if (condition.operator.startsWith('<') && isGoodWhileLow === true) {
    const turned = condition.text.replace(/<=?/, '>');
    throw new UsageError(`"${condition.text}" is met at once: --until says when to stop, such as ${turned}`);
  }
  return condition;
}
