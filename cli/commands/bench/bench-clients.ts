import { codesInTurn } from '../../../bench/climb/codes-in-turn.ts';
import { parseCommand } from '../../../bench/command/command-template.ts';
import { OPEN, type OwnClient } from '../../../bench/result/own-client.ts';
import { CRAWLERS } from '../../../clients/strategy-rows.ts';
import { UsageError } from '../../../lib/errors/usage-error.ts';
import { clientFile, isClientPath } from '../../options/client-file.ts';
import { DEFAULT_ARRIVALS, DEFAULT_DURATION_MS, DEFAULT_STRATEGIES } from './bench-defaults.ts';
import { arrivalCount, type ClimbOptions, climbClient, type Rates } from './bench-rates.ts';

/** The options that say who asks, as commander gives them. */
export interface ClientOptions extends ClimbOptions {
  /** Names of strategies, and paths of modules and scripts. */
  readonly client?: readonly string[];
  readonly command?: readonly string[];
  readonly rate?: Rates;
  /** Whether flags are found by what leads to them. */
  readonly crawl?: boolean;
}

/** A rate that rises, as it is given. */
const RISING = 'a --rate that rises, such as --rate 10/s..200/s';

/** The rows of a bench. */
export interface BenchRows {
  readonly strategies: readonly string[];
  readonly clients: readonly OwnClient[];
}

/**
 * Who asks in a bench: the default strategies where nobody is named.
 *
 * @throws UsageError for a command that is none, or options of a schedule without its rate
 */
export function rowsOf({ client, command, rate, crawl = false, ...options }: ClientOptions): BenchRows {
  if (rate !== undefined) return { strategies: [], clients: [onSchedule(rate, options)] };
  const { duration, arrivals, until } = options;
  if (duration !== undefined) throw new UsageError('--duration needs a --rate, such as --rate 50/s');
  if (arrivals !== undefined) throw new UsageError('--arrivals needs a --rate, such as --rate 50/s');
  if (until !== undefined) throw new UsageError(`--until needs ${RISING}`);
  const defaults = crawl ? CRAWLERS : DEFAULT_STRATEGIES;
  const named = client ?? (command === undefined ? defaults : []);
  // The same file twice is one client.
  const files = new Map(named.filter(isClientPath).map((path) => [clientFile(path).file, clientFile(path).client]));
  return {
    strategies: named.filter((name) => !isClientPath(name)),
    clients: [
      ...files.values(),
      ...(command ?? []).map((text): OwnClient => ({ kind: 'command', ...parseCommand(text) })),
    ],
  };
}

function onSchedule(rates: Rates, options: ClimbOptions): OwnClient {
  const { perSecond, isRange } = rates;
  const { duration: durationMs = DEFAULT_DURATION_MS, arrivals = DEFAULT_ARRIVALS, until } = options;
  const [ratePerSecond = 0] = perSecond;
  if (isRange || perSecond.length > 1) return climbClient(rates, options);
  if (until !== undefined) throw new UsageError(`--until needs ${RISING}, not one of ${ratePerSecond}/s`);
  return { kind: 'open', name: OPEN, ratePerSecond, durationMs, arrivals };
}

/**
 * What each cell downloads: the flags that were selected, or, where requests start on schedule, these in turn for as long
 * as the schedule lasts. Where its rate rises, each cell has as many as it needs.
 *
 * @throws UsageError when a schedule holds more requests than can be checked
 */
export function itemsOf(codes: readonly string[], [open]: readonly OwnClient[], seed: number): readonly string[] {
  if (open?.kind !== 'open' || codes.length === 0) return codes;
  return codesInTurn(codes, arrivalCount({ ...open, seed }));
}
