import { UsageError } from '../lib/errors/usage-error.ts';
import type { Bounds } from './download/resolve-download.ts';

/** What is known of a strategy before it is loaded: what help, pages and tables say of it. */
export interface StrategyRow extends Bounds {
  /** One line. */
  readonly summary: string;
  /** Whether its requests are made in threads of their own, which its event loop does not hold up. */
  readonly isThreaded?: boolean;
  /** Whether it finds out by itself how much it may ask for. */
  readonly learns?: boolean;
  /** Whether it can begin with an item that leads to others. */
  readonly crawls?: boolean;
}

/** All strategies, from the plainest to the one that does most. Apart from what they do, so that help loads no client. */
export const STRATEGY_ROWS = [
  { name: 'sequential', defaultM: 1, maxM: 1, forcedMaxM: 1, summary: 'one request after another', crawls: true },
  {
    name: 'workers',
    defaultM: 30,
    maxM: 128,
    forcedMaxM: 128,
    summary: 'a pool of m threads, one request in each',
    isThreaded: true,
  },
  {
    name: 'async',
    defaultM: 5,
    maxM: 1000,
    forcedMaxM: 10_000,
    summary: 'one event loop, m requests in flight',
    crawls: true,
  },
  {
    name: 'hybrid',
    defaultM: 64,
    maxM: 10_000,
    forcedMaxM: 10_000,
    summary: 'one event loop per core, m requests in flight together',
    isThreaded: true,
  },
  {
    name: 'adaptive',
    defaultM: 1000,
    maxM: 1000,
    forcedMaxM: 10_000,
    summary: 'one event loop, a limit that begins at 1 and learns, at most m',
    learns: true,
  },
  {
    name: 'paced',
    defaultM: 1000,
    maxM: 1000,
    forcedMaxM: 10_000,
    summary: 'one event loop, a rate that learns from refusals, at most m in flight',
    learns: true,
  },
] as const satisfies readonly StrategyRow[];

/** What is known of the strategy of that name; undefined for a client that is none of them. */
export function strategyRow(name: string): StrategyRow | undefined {
  return STRATEGY_ROWS.find((row) => row.name === name);
}

/**
 * What is known of the strategy of that name, in any case.
 *
 * @throws UsageError when there is none, which names all
 */
export function requireStrategy(name: string): StrategyRow & { readonly name: StrategyName } {
  const row = STRATEGY_ROWS.find((known) => known.name === name.toLowerCase());
  if (row !== undefined) return row;
  throw new UsageError(
    `"${name}" is not a client: choose one of ${STRATEGY_ROWS.map((known) => known.name).join(', ')}`,
  );
}

/** The names of the strategies that can crawl. */
export const CRAWLERS: readonly string[] = STRATEGY_ROWS.filter((row: StrategyRow) => row.crawls).map(
  ({ name }) => name,
);

/**
 * Makes sure that a strategy, if that name is one's, can begin with an item that leads to others.
 *
 * @throws UsageError which names those that can
 */
export function requireCrawler(name: string): void {
  const row = strategyRow(name.toLowerCase());
  if (row === undefined || row.crawls === true) return;
  throw new UsageError(`${name} cannot crawl, for it must know its items beforehand: choose ${CRAWLERS.join(' or ')}`);
}

/** The name of a strategy. */
export type StrategyName = (typeof STRATEGY_ROWS)[number]['name'];
