import { type Command, Option } from 'commander';
import { checkRedisUrl } from '../../bench/agents/redis/redis-address.ts';
import { UsageError } from '../../lib/errors/usage-error.ts';
import { formatDuration, parseDuration } from '../../lib/units/duration.ts';
import { parser, wholeNumber } from './options.ts';

/** How long agents are waited for, in milliseconds. */
const AGENTS_TIMEOUT_MS = 30_000;

/** The most agents that one bench can have. */
const MAX_AGENTS = 1000;

/** What is computed for items, and what leads from one item to others, is a matter of one machine. */
const ONE_MACHINE = ['cpu', 'crawl'];

/** The options that have agents send the load, as commander gives them. */
export interface AgentsOptions {
  /** The address of the Redis that agents wait at. */
  readonly redis?: string;
  readonly agents?: number;
  /** Milliseconds. */
  readonly agentsTimeout?: number;
}

/** Agents that are wanted. */
export type WantedAgents = Required<AgentsOptions>;

/** `--redis URL`. It is checked by who takes it: what would be said here of a wrong value would hold its password. */
export function redisOption(what: string): Option {
  return new Option('--redis <url>', `${what} redis://127.0.0.1:6379; rediss:// for TLS`);
}

/** Adds `--redis` and what belongs to it. */
export function addAgentsOptions(command: Command): Command {
  return command
    .addOption(redisOption('spread each cell over agents that wait at this Redis, such as').conflicts(ONE_MACHINE))
    .option('--agents <n>', 'over so many; with --redis', wholeNumber(1, MAX_AGENTS))
    .option(
      '--agents-timeout <duration>',
      `how long to wait for them; default: ${formatDuration(AGENTS_TIMEOUT_MS)}`,
      parser(parseDuration),
    );
}

/**
 * The agents that are wanted; undefined where the load is to come from this machine.
 *
 * @param kept how many the run was begun with that is gone on with
 * @throws UsageError where it is not said how many, or where they are, or that is no address
 */
export function wantedAgents(options: AgentsOptions, kept?: number): WantedAgents | undefined {
  const { redis, agents = kept, agentsTimeout = AGENTS_TIMEOUT_MS } = options;
  if (redis !== undefined && agents !== undefined) return { redis: checkRedisUrl(redis), agents, agentsTimeout };
  if (redis !== undefined)
    throw new UsageError('--redis needs the number of agents: give --agents, such as --agents 2');
  if (options.agents !== undefined || options.agentsTimeout !== undefined) {
    throw new UsageError('--agents needs the Redis that they wait at: give --redis, such as redis://127.0.0.1:6379');
  }
  if (kept === undefined) return undefined;
  throw new UsageError(
    'the run is spread over agents, and where they are is not kept, since there may be a password in it: give --redis again',
  );
}
