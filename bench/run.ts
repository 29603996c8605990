import { LabError, messageOf } from '../lib/errors.ts';
import { formatProfile, parseProfile } from '../servers/faults/profile.ts';
import { preset } from '../servers/presets.ts';
import { BenchServers } from './bench-servers.ts';
import { type CellOptions, runCell } from './cell.ts';
import type { Cell } from './matrix.ts';
import type { BenchResult, CellResult } from './result.ts';

/** What a bench is to do. */
export interface BenchOptions extends CellOptions {
  /** The name of this bench. */
  readonly id: string;
  /** The cells, in the order in which they are to run. */
  readonly cells: readonly Cell[];
}

/** What a bench tells while it runs. */
export type BenchEvent =
  | { readonly type: 'cell-started'; readonly cell: Cell }
  | { readonly type: 'cell-ended'; readonly cell: CellResult };

/** How a bench is watched and stopped. */
export interface BenchContext {
  readonly tell?: (event: BenchEvent) => void;
  /** Ends the bench, its processes with it; the result holds the cells that were done. */
  readonly signal?: AbortSignal;
}

/**
 * Starts servers, runs one cell after the other, each in a process of its own, and ends all of them. A cell that fails
 * is in the result with its error, and the others go on.
 *
 * @throws LabError when the servers cannot be started
 */
export async function runBench(options: BenchOptions, { tell, signal }: BenchContext = {}): Promise<BenchResult> {
  const { id, cells, seed, timeScale, timeoutMs } = options;
  const labels = [...new Set(cells.map(({ server }) => server))];
  const done: CellResult[] = [];
  const warnings: string[] = [];
  try {
    await using servers = await BenchServers.start(labels, { seed, timeScale }, signal);
    for (const cell of cells) {
      tell?.({ type: 'cell-started', cell });
      const result = await attempt(cell, options, servers, warnings, signal);
      if (signal?.aborted) break;
      done.push(result);
      tell?.({ type: 'cell-ended', cell: result });
    }
  } catch (error) {
    if (!signal?.aborted) throw error;
  }
  if (done.length < cells.length) warnings.push(`interrupted after ${done.length} of ${cells.length} cells`);
  const servers = labels.map((label) => ({ label, faults: formatProfile(parseProfile(preset(label).faults)) }));
  return { id, seed, timeScale, timeoutMs, servers, cells: done, warnings };
}

async function attempt(
  cell: Cell,
  options: CellOptions,
  servers: BenchServers,
  warnings: string[],
  signal: AbortSignal | undefined,
): Promise<CellResult> {
  try {
    const { measures, dropped } = await runCell(cell, options, servers, signal);
    if (dropped > 0) {
      const lost = `${dropped} of its requests are no longer remembered`;
      warnings.push(`${cell.server} ${cell.strategy}: ${lost}, so peak and connections may be too low`);
    }
    return { ...cell, ...measures };
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    return { ...cell, error: messageOf(error) };
  }
}
