import { resolve } from 'node:path';
import { parseCommand } from '../../../bench/command/command-template.ts';
import { OPEN, type OwnClient } from '../../../bench/result/own-client.ts';
import { isModulePath, moduleName } from '../../../clients/own/load-client.ts';
import { type ARRIVALS, arrivalTimes } from '../../../clients/schedule/arrival-schedule.ts';
import { UsageError } from '../../../lib/errors/usage-error.ts';
import { DEFAULT_ARRIVALS, DEFAULT_DURATION_MS, DEFAULT_STRATEGIES } from './bench-defaults.ts';

/** The options that say who asks, as commander gives them. */
export interface ClientOptions {
  /** Names of strategies and paths of modules. */
  readonly client?: readonly string[];
  readonly command?: readonly string[];
  /** Requests a second. */
  readonly rate?: number;
  readonly duration?: number;
  readonly arrivals?: (typeof ARRIVALS)[number];
}

/** The rows of a bench. */
export interface BenchRows {
  readonly strategies: readonly string[];
  readonly clients: readonly OwnClient[];
}

/** A server remembers 65,536 requests, and its records are what an open loop is checked by. */
const MAX_ARRIVALS = 50_000;

/**
 * Who asks in a bench: the default strategies where nobody is named.
 *
 * @throws UsageError for a command that is none, or options of a schedule without its rate
 */
export function rowsOf({ client, command, rate, duration, arrivals }: ClientOptions): BenchRows {
  if (rate !== undefined) {
    const durationMs = duration ?? DEFAULT_DURATION_MS;
    const open = {
      kind: 'open',
      name: OPEN,
      ratePerSecond: rate,
      durationMs,
      arrivals: arrivals ?? DEFAULT_ARRIVALS,
    } as const;
    return { strategies: [], clients: [open] };
  }
  if (duration !== undefined) throw new UsageError('--duration needs a --rate, such as --rate 50/s');
  if (arrivals !== undefined) throw new UsageError('--arrivals needs a --rate, such as --rate 50/s');
  const named = client ?? (command === undefined ? DEFAULT_STRATEGIES : []);
  const modules = new Set(named.filter(isModulePath).map((path) => resolve(path)));
  return {
    strategies: named.filter((name) => !isModulePath(name)),
    clients: [
      ...[...modules].map((file): OwnClient => ({ kind: 'module', name: moduleName(file), file })),
      ...(command ?? []).map((text): OwnClient => ({ kind: 'command', ...parseCommand(text) })),
    ],
  };
}

/**
 * What each cell downloads: the flags that were selected, or, where requests start on schedule, these in turn for as long
 * as the schedule lasts.
 *
 * @throws UsageError when a schedule holds more requests than can be checked
 */
export function itemsOf(codes: readonly string[], [open]: readonly OwnClient[], seed: number): readonly string[] {
  if (open?.kind !== 'open' || codes.length === 0) return codes;
  const { ratePerSecond, durationMs } = open;
  const expected = (ratePerSecond * durationMs) / 1000;
  const count = expected > MAX_ARRIVALS ? expected : arrivalTimes({ ...open, seed }).length;
  if (count > MAX_ARRIVALS) {
    throw new UsageError(`a schedule holds at most ${MAX_ARRIVALS} requests, not ${count}: lower --rate or --duration`);
  }
  if (count === 0) throw new UsageError('the schedule holds no request: raise --rate or --duration');
  return Array.from({ length: count }, (_, i) => codes[i % codes.length]!);
}
