import type { DownloadOptions } from '../clients/download.ts';
import { siblingModule } from '../lib/sibling-module.ts';
import { parseProfile } from '../servers/faults/profile.ts';
import { preset } from '../servers/presets.ts';
import type { BenchServers } from './bench-servers.ts';
import type { CellCalls, CellReport, CellTask } from './cell-process.ts';
import { Child } from './child.ts';
import type { Cell } from './matrix.ts';
import { type Measures, measure } from './measures.ts';
import { planDownload } from './plan.ts';

/** What is the same for all cells of a bench. */
export interface CellOptions {
  readonly codes: readonly string[];
  readonly seed: number;
  readonly timeScale: number;
  /** How long one request may take, already scaled. */
  readonly timeoutMs: number;
}

/** What a cell has brought. */
export interface CellYield {
  readonly measures: Measures;
  /** How many of its requests the server no longer remembers. */
  readonly dropped: number;
}

/**
 * Runs one cell in a fresh process and measures it.
 *
 * @throws LabError when the cell's process or the servers die, InvariantError when an item has no outcome or several
 */
export async function runCell(
  cell: Cell,
  options: CellOptions,
  servers: BenchServers,
  signal?: AbortSignal,
): Promise<CellYield> {
  await servers.reset();
  const { outcomes, usage } = await runInChild(taskOf(cell, options, servers), signal);
  const { records, dropped } = await servers.seen(cell.server);
  const profile = parseProfile(preset(cell.server).faults);
  const plan = planDownload({ ...options, label: cell.server, profile, m: cell.m });
  return { measures: measure({ outcomes, usage, records, plan }), dropped };
}

async function runInChild(task: CellTask, signal: AbortSignal | undefined): Promise<CellReport> {
  await using child = new Child<CellCalls>(
    "the cell's process",
    siblingModule(import.meta.url, './cell-process'),
    signal,
  );
  return await child.ask((calls) => calls.run(task));
}

function taskOf(cell: Cell, { codes, ...common }: CellOptions, servers: BenchServers): CellTask {
  const { server, strategy, m, repetition } = cell;
  const options: DownloadOptions = {
    ...common,
    baseUrl: servers.baseUrl(server),
    m,
    // A run of its own: whatever came before, every cell's requests are first attempts and meet the same fates.
    run: `${strategy}.${server}.${m}.${repetition}`,
  };
  return { strategy, codes, options, warmUpUrl: servers.warmUpUrl };
}
