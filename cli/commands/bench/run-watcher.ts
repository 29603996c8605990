import type { BenchEvent } from '../../../bench/experiment/run-bench.ts';
import type { ServersOptions } from '../../../bench/experiment/servers/bench-servers.ts';
import type { CellServers } from '../../../bench/experiment/servers/cell-servers.ts';
import type { Cell, CellResult } from '../../../bench/result/cell.ts';
import type { BenchResult, BenchSettings } from '../../../bench/result/result.ts';
import { codesOf } from '../../../bench/result/tested-server.ts';

/** Who watches a run from within this process, and has its servers started. */
export interface RunWatcher {
  /** Starts the servers that cells are run against. */
  readonly start: (options: ServersOptions, signal?: AbortSignal) => Promise<CellServers>;
  /**
   * Nothing of the run can be refused any more, and it can be interrupted.
   *
   * @param intent what it is about to do, in one line
   */
  planned(settings: BenchSettings, intent: string): void;
  /** A cell begins, which asks for these flags. */
  cellStarts(cell: Cell, codes: readonly string[]): void;
  /** A cell is over. */
  cellEnds(cell: CellResult): void;
  /** What was found, once it is kept. */
  ended(result: BenchResult): void;
}

/** Tells a watcher what a bench of these settings tells. */
export function tellWatcher(watcher: RunWatcher | undefined, settings: BenchSettings, event: BenchEvent): void {
  if (event.type === 'cell-started') watcher?.cellStarts(event.cell, codesOf(settings, event.cell.server));
  if (event.type === 'cell-ended') watcher?.cellEnds(event.cell);
}
