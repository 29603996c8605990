import { UsageError } from '../../lib/errors/usage-error.ts';
import { type Condition, parseConditions } from '../result/condition.ts';
import { NAMED_GOALS } from './named-goals.ts';

/** What the best m is to have: enough goodput among the levels that meet all conditions. */
export interface TuneGoal {
  /** As it was asked for. */
  readonly text: string;
  readonly conditions: readonly Condition[];
}

/**
 * Reads a goal: `goodput`, `efficiency`, or conditions as `--assert` and `--highest` have them: `p95<200ms,errors<=1%`.
 *
 * @throws UsageError for anything else
 */
export function parseGoal(text: string): TuneGoal {
  const name = text.toLowerCase();
  const written = name in NAMED_GOALS ? NAMED_GOALS[name]! : text;
  if (written === '' && name in NAMED_GOALS) return { text, conditions: [] };
  if (/[<>=]/.test(written)) return { text, conditions: parseConditions(written).map(checked) };
  const names = Object.keys(NAMED_GOALS).join(', ');
  throw new UsageError(`"${text}" is not a goal: choose ${names}, or conditions such as p95<200ms,errors<=1%`);
}

/** Nothing can be a goal that depends on how many flags a level downloads, or on a schedule, which it has not. */
function checked(condition: Condition): Condition {
  const { name, dependsOn } = condition.figure;
  if (dependsOn === undefined) return condition;
  const why =
    dependsOn === 'schedule'
      ? 'tune sends no requests on a schedule'
      : 'each level of tune downloads another number of flags, so it says nothing about m';
  throw new UsageError(`${name} cannot be a goal: ${why}`);
}
