import { type Strategy, strategy } from '../clients/strategies.ts';
import { UsageError } from '../lib/errors.ts';
import { preset } from '../servers/presets.ts';

/** One measurement of the matrix: a strategy against a server. */
export interface Cell {
  /** The server's label. */
  readonly server: string;
  /** The strategy's name. */
  readonly strategy: string;
  /** The most requests in flight at once. */
  readonly m: number;
  /** From 1. */
  readonly repetition: number;
}

/** What the matrix is made of. */
export interface MatrixOptions {
  /** Labels of servers, in any case. */
  readonly servers: readonly string[];
  /** Names of strategies, in any case. */
  readonly strategies: readonly string[];
  /** What each strategy gets, but for sequential, which always has 1. */
  readonly m: number;
  /** How many flags each cell downloads: m is never more. */
  readonly items: number;
}

/**
 * The cells of a bench in the order in which they run: every strategy against the first server, then the next.
 *
 * @throws UsageError for an unknown label or strategy, an m over what a strategy can have, or nothing to download.
 */
export function matrix({ servers, strategies, m, items }: MatrixOptions): Cell[] {
  if (items < 1) throw new UsageError('there is nothing to download: no country has such a code');
  const labels = new Set(servers.map((name) => preset(name).label));
  const rows = [...new Set(strategies.map(strategy))];
  const slots = rows.map((row) => ({ strategy: row.name, m: Math.min(slotsOf(row, m), items) }));
  return [...labels].flatMap((server) => slots.map((slot) => ({ server, ...slot, repetition: 1 })));
}

function slotsOf({ name, maxM }: Strategy, m: number): number {
  if (maxM === 1) return 1;
  if (m <= maxM) return m;
  throw new UsageError(`m must be at most ${maxM} for ${name}, not ${m}: lower -m or leave ${name} out with -c`);
}
