import type { DownloadOptions } from '../clients/download.ts';
import type { Outcome } from '../clients/outcome.ts';
import type { RequestRecord } from '../lib/request-record.ts';
import { siblingModule } from '../lib/sibling-module.ts';
import { parseProfile } from '../servers/faults/profile.ts';
import { preset } from '../servers/presets.ts';
import type { BenchServers } from './bench-servers.ts';
import type { CellCalls, CellReport, CellTask } from './cell-process.ts';
import { Child } from './child.ts';
import type { Cell } from './matrix.ts';
import { measure } from './measure.ts';
import type { Measures } from './measures.ts';
import { type Plan, planDownload } from './plan.ts';

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
  readonly outcomes: readonly Outcome[];
  readonly plan: Plan;
  /** What the server remembers of the cell, and how many of its requests it no longer does. */
  readonly seen: { readonly records: readonly RequestRecord[]; readonly dropped: number };
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
  const { codes, seed, timeScale, timeoutMs } = options;
  await servers.reset();
  const { outcomes, usage } = await runInChild(taskOf(cell, options, servers), signal);
  const seen = await servers.seen(cell.server);
  const profile = parseProfile(preset(cell.server).faults);
  const plan = planDownload({ codes, seed, timeScale, timeoutMs, label: cell.server, profile, m: cell.m });
  return { measures: measure({ outcomes, usage, records: seen.records, plan }), outcomes, plan, seen };
}

async function runInChild(task: CellTask, signal: AbortSignal | undefined): Promise<CellReport> {
  await using child = new Child<CellCalls>(
    "the cell's process",
    siblingModule(import.meta.url, './cell-process'),
    signal,
  );
  return await child.ask((calls) => calls.run(task));
}

function taskOf(cell: Cell, { codes, seed, timeScale, timeoutMs }: CellOptions, servers: BenchServers): CellTask {
  const { server, strategy, m, repetition } = cell;
  const options: DownloadOptions = {
    seed,
    timeScale,
    timeoutMs,
    baseUrl: servers.baseUrl(server),
    m,
    // A run of its own: whatever came before, every cell's requests are first attempts and meet the same fates.
    run: `${strategy}.${server}.${m}.${repetition}`,
  };
  return { strategy, codes, options, warmUpUrl: servers.warmUpUrl };
}
