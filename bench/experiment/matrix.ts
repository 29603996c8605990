import { MAX_IN_FLIGHT } from '../../clients/schedule/max-in-flight.ts';
import { requireStrategy, type StrategyRow } from '../../clients/strategy-rows.ts';
import { UsageError } from '../../lib/errors/usage-error.ts';
import type { Cell } from '../result/cell.ts';
import { checkNames, type OwnClient } from '../result/own-client.ts';

/** What the matrix is made of. */
export interface MatrixOptions {
  /** Labels of servers, each once. */
  readonly servers: readonly string[];
  /** Names of strategies, in any case. */
  readonly strategies: readonly string[];
  /** The clients that are no strategies, which come after them; default none. */
  readonly clients?: readonly OwnClient[];
  /**
   * The levels of concurrency that each gets, ascending, or `auto`: 1, 2, 4 … up to what it can have and all items.
   * Sequential always has 1 alone, an open loop all items.
   */
  readonly levels: readonly number[] | 'auto';
  /** How many flags each cell downloads: m is never more. */
  readonly items: number;
}

/**
 * The cells of one repetition: every strategy at every level against the first server, then the next.
 *
 * @throws UsageError for an unknown strategy, two clients of one name, an m over what a strategy can have, or
 *   nothing to download.
 */
export function matrix({ servers, strategies, clients = [], levels, items }: MatrixOptions): Cell[] {
  if (items < 1) throw new UsageError('there is nothing to download: no country has such a code');
  checkLevels(levels);
  checkNames(clients);
  const rows = [...new Set(strategies.map(requireStrategy))];
  const bounds = [...rows, ...clients.map(boundsOf)];
  const slots = bounds.flatMap((row) => levelsOf(row, levels, items).map((m) => ({ strategy: row.name, m })));
  return servers.flatMap((server) => slots.map((slot) => ({ server, ...slot, repetition: 1 })));
}

/**
 * Runs a matrix several times, forward and backward in turn (A B C, C B A, …), so that a machine that grows slower or
 * faster meanwhile bends no cell more than another.
 */
export function interleave(cells: readonly Cell[], repetitions: number): Cell[] {
  return Array.from({ length: repetitions }, (_, i) => {
    const order = i % 2 === 0 ? cells : cells.toReversed();
    return order.map((cell) => ({ ...cell, repetition: i + 1 }));
  }).flat();
}

function checkLevels(levels: MatrixOptions['levels']): void {
  if (levels === 'auto') return;
  if (levels.length === 0) throw new UsageError('the sweep is empty: give levels such as 1,2,4,8');
  if (levels.some((m, i) => !Number.isInteger(m) || m <= (levels[i - 1] ?? 0))) {
    throw new UsageError(`the levels ${levels.join(',')} must be whole numbers from 1 that ascend, such as 1,2,4,8`);
  }
}

/** What bounds m for a row: `maxM` for a strategy, nothing for somebody's own client; an open loop has but one level. */
type RowBounds = Pick<StrategyRow, 'name' | 'maxM'> & { readonly onlyM?: number };

function boundsOf({ kind, name }: OwnClient): RowBounds {
  return {
    name,
    maxM: Number.POSITIVE_INFINITY,
    ...((kind === 'open' || kind === 'climb') && { onlyM: MAX_IN_FLIGHT }),
  };
}

/** Levels above the number of items are one and the same: all at once. */
function levelsOf({ name, maxM, onlyM }: RowBounds, levels: MatrixOptions['levels'], items: number): number[] {
  if (onlyM !== undefined) return [Math.min(onlyM, items)];
  if (maxM === 1) return [1];
  if (levels === 'auto') return doubled(Math.min(maxM, items));
  const over = levels.find((m) => m > maxM);
  if (over === undefined) return [...new Set(levels.map((m) => Math.min(m, items)))];
  throw new UsageError(`m must be at most ${maxM} for ${name}, not ${over}: lower -m or leave ${name} out with -c`);
}

/** 1, 2, 4 … and the highest. */
function doubled(highest: number): number[] {
  const powers = Array.from({ length: Math.ceil(Math.log2(highest)) }, (_, i) => 2 ** i);
  return [...powers, highest];
}
