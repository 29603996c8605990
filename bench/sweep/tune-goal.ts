import { UsageError } from '../../lib/errors/usage-error.ts';
import { parseDuration } from '../../lib/units/duration.ts';

/** What one measurement at a level of m brought, as far as tuning looks at it. */
export interface TuneSample {
  readonly goodputPerSecond: number;
  readonly latencyP95Ms?: number | undefined;
  readonly efficiency?: number | undefined;
}

/** What the best m is to have: the most goodput among the levels that a condition allows. */
export interface TuneGoal {
  /** As it was asked for. */
  readonly text: string;
  /** Whether a level may be chosen. */
  readonly allows: (sample: TuneSample) => boolean;
}

/** The least efficiency that the goal `efficiency` allows. */
const MIN_EFFICIENCY = 0.9;

/**
 * Reads a goal: `goodput`, `efficiency` (the most goodput at 90 % of the ideal or more), or `p95<200ms`.
 *
 * @throws UsageError for anything else.
 */
export function parseGoal(text: string): TuneGoal {
  if (text === 'goodput') return { text, allows: () => true };
  if (text === 'efficiency') return { text, allows: ({ efficiency = 1 }) => efficiency >= MIN_EFFICIENCY };
  const match = /^p95<=?(.+)$/.exec(text.replaceAll(' ', ''));
  if (match === null) throw new UsageError(`"${text}" is not a goal: choose goodput, efficiency, or p95<200ms`);
  const limitMs = parseDuration(match[1]!);
  return { text, allows: ({ latencyP95Ms = 0 }) => latencyP95Ms <= limitMs };
}
