import { timedItems } from '../../../bench/plan/timed-items.ts';
import { type Condition, requireAnswerable, withSpare } from '../../../bench/result/condition.ts';
import { type Figure, figure } from '../../../bench/result/figures.ts';
import type { BenchSettings } from '../../../bench/result/result.ts';
import type { ServerSpec } from '../../../servers/lab/server-spec.ts';

/** What a search is to find out of each level. */
export interface Asked {
  readonly conditions: readonly Condition[];
  /** Whether it stops where p95 has doubled. */
  readonly isCautious: boolean;
  /** The most items that a level may have. */
  readonly most: number;
}

/**
 * How many items each level of a search must have for its figures to be had. Some items fail, and have no latency: which, the
 * fates tell; of a service nobody knows.
 *
 * @throws UsageError for conditions that no level of so few items could answer
 */
export function leastItems(
  settings: Omit<BenchSettings, 'planned'>,
  spec: ServerSpec,
  { conditions, isCautious, most }: Asked,
): number {
  const figures: Figure[] = conditions.map((condition) => condition.figure);
  if (isCautious) figures.push(figure('p95'));
  const needed = Math.max(0, ...figures.map(({ itemsNeeded }) => itemsNeeded));
  if (settings.service !== undefined) {
    requireAnswerable(conditions, { asked: most, timed: most, isService: true });
    return Math.min(most, withSpare(needed));
  }
  const timed = timedItems({ ...settings, ...spec, codes: settings.codes.slice(0, most) });
  requireAnswerable(conditions, { asked: most, timed: timed.filter(Boolean).length });
  if (needed === 0) return 0;
  const places = timed.flatMap((isTimed, place) => (isTimed ? [place] : []));
  return places[needed - 1]! + 1;
}
