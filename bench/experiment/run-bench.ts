import { addressCount } from '../../clients/crawl/addresses.ts';
import type { ItemRequest } from '../../clients/download/item-request.ts';
import { AgentsGoneError } from '../../lib/errors/agents-gone-error.ts';
import { LabError } from '../../lib/errors/lab-error.ts';
import { messageOf } from '../../lib/errors/message-of.ts';
import { counted } from '../../lib/units/counted.ts';
import { Climb, type Measured } from '../climb/climb.ts';
import { knownRate } from '../climb/known-rate.ts';
import { BenchHooks, type HookStage } from '../command/bench-hooks.ts';
import { type Cell, type CellResult, cellOf, type Timeline } from '../result/cell.ts';
import { parseConditions } from '../result/condition.ts';
import type { Curve } from '../result/curve.ts';
import type { ItemRecord } from '../result/item-record.ts';
import { climbAmong } from '../result/own-client.ts';
import { type BenchResult, type BenchSettings, RESULT_SCHEMA_VERSION } from '../result/result.ts';
import { capOf } from '../result/settings/service.ts';
import { codesOf, specOf } from '../result/tested-server.ts';
import type { Warning } from '../result/warning.ts';
import type { SavedRun } from '../store/load-run.ts';
import { analyseSweeps } from '../sweep/analyse-sweeps.ts';
import { type KnownKnee, knownKnee, NOT_KNOWN, type NotKnown } from '../sweep/known-knee.ts';
import { cutTimeline } from '../timeline/cut-timeline.ts';
import { withAlikeAgents } from './agent-checks.ts';
import type { CellRunner } from './cell/cell-runner.ts';
import { recordItems } from './record-items.ts';
import { type CellYield, runCell } from './run-cell.ts';
import { selfChecks } from './self-checks.ts';
import { BenchServers } from './servers/bench-servers.ts';
import type { CellServers } from './servers/cell-servers.ts';

/** What a bench tells while it runs. */
export type BenchEvent =
  | { readonly type: 'stage-started'; readonly stage: HookStage | 'starting the servers' }
  | { readonly type: 'cell-started'; readonly cell: Cell }
  | { readonly type: 'cell-ended'; readonly cell: CellResult };

/** How a bench is watched, kept and stopped. */
export interface BenchContext {
  /** Starts or finds the servers; default: starts some of its own. */
  readonly start?: (settings: BenchSettings, signal?: AbortSignal) => Promise<CellServers>;
  readonly tell?: (event: BenchEvent) => void;
  /** How the client of a cell is run; default: in a fresh process of this machine. */
  readonly runner?: CellRunner | undefined;
  /** How a service is asked that is none of the lab's servers. */
  readonly request?: ItemRequest | undefined;
  /** Keeps what each cell has brought, as soon as the cell is over. */
  readonly save?: (result: BenchResult, records: readonly ItemRecord[]) => Promise<void>;
  /** Ends the bench, its processes with it; the result holds the cells that were done. */
  readonly signal?: AbortSignal;
}

/** What a bench has found, and the records that it was found from. */
export type BenchRun = Pick<SavedRun, 'result' | 'records'>;

/**
 * Starts servers, runs one planned cell after the other, and ends all of them. A cell that
 * fails is in the result with its error, and the others go on. Where a rate rises, what is planned depends on what came out.
 * What the settings want to be run around the cells is: before the first, before each, and, however the bench ended, after
 * the last.
 *
 * @param done what an earlier bench of the same settings has brought already
 * @throws LabError when --setup fails or the servers cannot be started, OutputError when a cell cannot be saved,
 *   AgentsGoneError when there is nobody any more to run cells
 */
export async function runBench(
  settings: BenchSettings,
  context: BenchContext = {},
  done?: BenchRun,
): Promise<BenchRun> {
  const bench = new Bench(settings, done);
  const { tell, signal } = context;
  const hooks = new BenchHooks(settings, signal, (stage) => tell?.({ type: 'stage-started', stage }));
  let failure: unknown;
  try {
    if (bench.next() !== undefined) await runCells(bench, settings, hooks, context);
  } catch (error) {
    if (!signal?.aborted) failure = error;
  }
  const warning = await hooks.cleanUp();
  if (failure instanceof LabError && warning !== undefined) throw together(failure, warning);
  if (failure !== undefined) throw failure;
  if (warning !== undefined) bench.doubt(warning);
  return { result: bench.result(), records: bench.records };
}

async function runCells(
  bench: Bench,
  settings: BenchSettings,
  hooks: BenchHooks,
  context: BenchContext,
): Promise<void> {
  const { start = BenchServers.start, tell, save, signal } = context;
  await hooks.setUp();
  tell?.({ type: 'stage-started', stage: 'starting the servers' });
  await using servers = await start(settings, signal);
  for (let cell = bench.next(); cell !== undefined; cell = bench.next()) {
    tell?.({ type: 'cell-started', cell });
    const { result, records } = await bench.attempt(cell, servers, hooks, context);
    if (signal?.aborted) break;
    bench.add(result, records);
    await save?.(bench.result(), records);
    tell?.({ type: 'cell-ended', cell: result });
  }
}

/** Why a bench ended, and that what was to be cleaned up after it may be left. */
function together(failure: LabError, { message }: Warning): LabError {
  return new LabError(`${failure.message}; and ${message}`, { cause: failure });
}

/** The result of a bench before its first cell. */
export function emptyResult(settings: BenchSettings): BenchResult {
  return new Bench(settings, undefined).result();
}

/** A bench as far as it has come. */
class Bench {
  readonly #settings: BenchSettings;
  readonly #cells: CellResult[];
  readonly #records: ItemRecord[];
  readonly #warnings: Warning[];
  /** Absent where no rate rises. */
  readonly #climb: Climb | undefined;

  constructor(settings: BenchSettings, done: BenchRun | undefined) {
    this.#settings = settings;
    this.#climb = climbOf(settings);
    this.#cells = [...(done?.result.cells ?? [])];
    this.#records = [...(done?.records ?? [])];
    const ofItsEnd: readonly Warning['kind'][] = ['interrupted', 'cleanup-failed'];
    this.#warnings = (done?.result.warnings ?? []).filter(({ kind }) => !ofItsEnd.includes(kind));
  }

  get records(): readonly ItemRecord[] {
    return this.#records;
  }

  /** The cell that comes next; undefined when all is done. */
  next(): Cell | undefined {
    const done = new Set(this.#cells.map(nameOf));
    return this.#planned().find((cell) => !done.has(nameOf(cell)));
  }

  async attempt(
    cell: Cell,
    servers: CellServers,
    hooks: BenchHooks,
    { request, runner, signal }: Pick<BenchContext, 'request' | 'runner' | 'signal'>,
  ): Promise<{ result: CellResult; records: ItemRecord[] }> {
    const index = this.#cells.length;
    try {
      // Whatever it asks the servers for does not count: the cell begins a run of its own.
      await hooks.prepare(cell, servers.baseUrl(cell.server));
      const cellYield = await runCell(cell, { ...this.#settings, request }, { servers, runner, signal });
      this.#warnings.push(...selfChecks(index, cell, cellYield));
      const records = recordItems(index, cellYield.outcomes, cellYield.plan);
      const timeline = timelineOf(cellYield, records);
      const { figures, spread } = cellYield;
      const shares = spread && { shares: spread.shares, agents: spread.agents };
      return { result: { ...cell, ...figures, ...(timeline !== undefined && { timeline }), ...shares }, records };
    } catch (error) {
      // Without agents the other cells would fail, too: they are left to be measured another time.
      if (!(error instanceof LabError) || error instanceof AgentsGoneError) throw error;
      return { result: { ...cell, error: messageOf(error) }, records: [] };
    }
  }

  add(result: CellResult, records: readonly ItemRecord[]): void {
    this.#cells.push(result);
    this.#records.push(...records);
  }

  doubt(warning: Warning): void {
    this.#warnings.push(warning);
  }

  result(): BenchResult {
    const planned = this.#planned();
    const { codes, crawl } = this.#settings;
    const isOver = this.#cells.length === planned.length;
    return {
      schemaVersion: RESULT_SCHEMA_VERSION,
      ...this.#settings,
      planned,
      items: crawl === true ? addressCount(codes.length) : codes.length,
      cells: withAlikeAgents(this.#cells),
      curves: isOver && this.#climb === undefined ? this.#curves() : [],
      ...(this.#climb !== undefined && { rateCurves: this.#climb.curves(this.#measured()) }),
      warnings: [...this.#warnings, ...(isOver ? [] : [this.#unfinished(planned.length)])],
    };
  }

  /** Of rates that rise, no more is planned than is certain: those that were measured, and the next. */
  #planned(): readonly Cell[] {
    if (this.#climb === undefined) return this.#settings.planned;
    return [...this.#cells.map(cellOf), ...this.#climb.next(this.#measured())];
  }

  #measured(): Measured {
    return { cells: withAlikeAgents(this.#cells), warnings: this.#warnings };
  }

  #unfinished(planned: number): Warning {
    const done = this.#cells.length;
    const message =
      this.#climb === undefined
        ? `${done} of ${planned} cells were run`
        : `${counted(done, 'cell')} ${done === 1 ? 'was' : 'were'} run, and the rate was to go on rising`;
    return { kind: 'interrupted', message, hint: `go on with npx flaglab bench --resume ${this.#settings.id}` };
  }

  #kneeOf(label: string): KnownKnee | NotKnown | undefined {
    const { service, cpu, crawl } = this.#settings;
    // What the fates hold is not all that takes time, or not all of it can be asked for at once.
    if (service !== undefined || cpu !== undefined || crawl === true) return NOT_KNOWN;
    const codes = codesOf(this.#settings, label);
    return knownKnee({ ...this.#settings, ...specOf(this.#settings.servers, label), codes });
  }

  #curves(): Curve[] {
    const { highest } = this.#settings;
    return analyseSweeps(
      withAlikeAgents(this.#cells),
      this.#settings.seed,
      highest === undefined ? [] : parseConditions(highest),
      (label) => this.#kneeOf(label),
      capOf(this.#settings.service),
    );
  }
}

function timelineOf({ figures: { elapsedMs }, seen }: CellYield, records: readonly ItemRecord[]): Timeline | undefined {
  const arrivalsMs = seen.dropped > 0 ? undefined : seen.records.map((request) => request.arrivedMs);
  return cutTimeline({ records, elapsedMs, arrivalsMs });
}

function climbOf(settings: BenchSettings): Climb | undefined {
  const client = climbAmong(settings.clients);
  if (client === undefined) return undefined;
  const labels = settings.servers.map(({ label }) => label);
  const known = (label: string) =>
    settings.service === undefined ? knownRate({ ...settings, ...specOf(settings.servers, label) }) : undefined;
  return new Climb(client, labels, settings.seed, known);
}

function nameOf({ server, strategy, m, ratePerSecond, repetition }: Cell): string {
  return `${server} ${strategy} ${m} ${ratePerSecond} ${repetition}`;
}
