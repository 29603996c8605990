import { durationAt } from '../../../bench/climb/climb.ts';
import { climbRates } from '../../../bench/climb/climb-rates.ts';
import { parseUntil, requestsNeeded } from '../../../bench/climb/until-conditions.ts';
import { requireAnswerable } from '../../../bench/result/condition.ts';
import { type ClimbClient, OPEN } from '../../../bench/result/own-client.ts';
import { type ARRIVALS, arrivalTimes } from '../../../clients/schedule/arrival-schedule.ts';
import { UsageError } from '../../../lib/errors/usage-error.ts';
import { formatDuration } from '../../../lib/units/duration.ts';
import { parseRequestRate } from '../../../lib/units/request-rate.ts';
import { DEFAULT_ARRIVALS, DEFAULT_RATE_DURATION_MS, DEFAULT_UNTIL } from './bench-defaults.ts';

/** A server remembers 65,536 requests, and its records are what an open loop is checked by. */
const MAX_ARRIVALS = 50_000;

/** A rate that takes longer than this to bring its requests is one that somebody should ask for with a duration. */
const LONGEST_MS = 60_000;

/** How many rates are measured between those of a range at most, so that the answer is no coarser than about 10 %. */
const REFINEMENTS = 3;

/** The rates of `--rate`, in requests a second. */
export interface Rates {
  /** Ascending; one alone does not rise. */
  readonly perSecond: readonly number[];
  /** Whether others between them may be measured, too. */
  readonly isRange: boolean;
}

/** The options that say how a rate rises, as commander gives them. */
export interface ClimbOptions {
  readonly duration?: number;
  readonly arrivals?: (typeof ARRIVALS)[number];
  readonly until?: string;
  readonly seed: number;
  readonly repetitions: number;
}

/**
 * Reads `50/s`, several rates as `10/s,20/s,40/s`, or a range as `10/s..200/s`.
 *
 * @throws UsageError for what is no rate, and rates that do not ascend
 */
export function parseRates(text: string): Rates {
  const [low, high, ...more] = text.split('..');
  if (high === undefined) {
    const perSecond = text.split(',').map(parseRequestRate);
    if (perSecond.every((rate, i) => rate > (perSecond[i - 1] ?? 0))) return { perSecond, isRange: false };
    throw new UsageError(`the rates ${text} must ascend, such as 10/s,20/s,40/s`);
  }
  const [lowest, highest] = [low!, high].map(parseRequestRate) as [number, number];
  if (lowest < highest && more.length === 0) return { perSecond: climbRates(lowest, highest), isRange: true };
  throw new UsageError(`"${text}" is not a range of rates: give a lower and a higher one, such as 10/s..200/s`);
}

/**
 * The client of a bench whose rate rises.
 *
 * @throws UsageError for conditions that cannot end it, and for rates with too few or too many requests
 */
export function climbClient({ perSecond, isRange }: Rates, options: ClimbOptions): ClimbClient {
  const { duration, arrivals = DEFAULT_ARRIVALS, until = DEFAULT_UNTIL, seed, repetitions } = options;
  const conditions = parseUntil(until);
  const client: ClimbClient = {
    kind: 'climb',
    name: OPEN,
    ratesPerSecond: perSecond,
    refinements: isRange ? REFINEMENTS : 0,
    until,
    durationMs: duration ?? DEFAULT_RATE_DURATION_MS,
    // Who says how long gets it so long.
    leastRequests: duration === undefined ? requestsNeeded(conditions) : 0,
    arrivals,
    repetitions,
  };
  const lowest = perSecond[0]!;
  if (client.leastRequests / lowest > LONGEST_MS / 1000) throw new UsageError(tooSlow(client));
  const counts = [lowest, perSecond.at(-1)!].map((ratePerSecond) =>
    arrivalCount({ ratePerSecond, durationMs: durationAt(client, ratePerSecond, seed), arrivals, seed }),
  );
  requireAnswerable(conditions, { asked: counts[0]!, timed: counts[0]! });
  return client;
}

/**
 * How many requests a schedule holds.
 *
 * @throws UsageError when they are none, or more than can be checked
 */
export function arrivalCount(schedule: Parameters<typeof arrivalTimes>[0]): number {
  const { ratePerSecond, durationMs } = schedule;
  const expected = (ratePerSecond * durationMs) / 1000;
  const count = expected > MAX_ARRIVALS ? Math.ceil(expected) : arrivalTimes(schedule).length;
  if (count > MAX_ARRIVALS) {
    throw new UsageError(`a schedule holds at most ${MAX_ARRIVALS} requests, not ${count}: lower --rate or --duration`);
  }
  if (count === 0) throw new UsageError('the schedule holds no request: raise --rate or --duration');
  return count;
}

function tooSlow({ ratesPerSecond: [lowest = 0], leastRequests, until }: ClimbClient): string {
  const longMs = Math.ceil(leastRequests / lowest) * 1000;
  const from = Math.ceil(leastRequests / (LONGEST_MS / 1000));
  return `"${until}" needs ${leastRequests} requests at each rate, and at ${lowest}/s they take ${formatDuration(longMs)}: begin at ${from}/s or more, or say how long with --duration`;
}
