import { LabError } from '../../lib/errors/lab-error.ts';
import { messageOf } from '../../lib/errors/message-of.ts';
import { counted } from '../../lib/units/counted.ts';
import { Climb, type Measured } from '../climb/climb.ts';
import { knownRate } from '../climb/known-rate.ts';
import { type Cell, type CellResult, cellOf } from '../result/cell.ts';
import { parseConditions } from '../result/condition.ts';
import type { Curve } from '../result/curve.ts';
import type { ItemRecord } from '../result/item-record.ts';
import { climbAmong } from '../result/own-client.ts';
import { type BenchResult, type BenchSettings, RESULT_SCHEMA_VERSION } from '../result/result.ts';
import { codesOf, specOf } from '../result/tested-server.ts';
import type { Warning } from '../result/warning.ts';
import type { SavedRun } from '../store/load-run.ts';
import { analyseSweeps } from '../sweep/analyse-sweeps.ts';
import { type KnownKnee, knownKnee } from '../sweep/known-knee.ts';
import { BenchServers } from './bench-servers.ts';
import { recordItems } from './record-items.ts';
import { runCell } from './run-cell.ts';
import { selfChecks } from './self-checks.ts';

/** What a bench tells while it runs. */
export type BenchEvent =
  | { readonly type: 'cell-started'; readonly cell: Cell }
  | { readonly type: 'cell-ended'; readonly cell: CellResult };

/** How a bench is watched, kept and stopped. */
export interface BenchContext {
  readonly tell?: (event: BenchEvent) => void;
  /** Keeps what each cell has brought, as soon as the cell is over. */
  readonly save?: (result: BenchResult, records: readonly ItemRecord[]) => Promise<void>;
  /** Ends the bench, its processes with it; the result holds the cells that were done. */
  readonly signal?: AbortSignal;
}

/** What a bench has found, and the records that it was found from. */
export type BenchRun = Pick<SavedRun, 'result' | 'records'>;

/**
 * Starts servers, runs one planned cell after the other, each in a process of its own, and ends all of them. A cell that
 * fails is in the result with its error, and the others go on. Where a rate rises, what is planned depends on what came out.
 *
 * @param done what an earlier bench of the same settings has brought already
 * @throws LabError when the servers cannot be started, OutputError when a cell cannot be saved
 */
export async function runBench(
  settings: BenchSettings,
  context: BenchContext = {},
  done?: BenchRun,
): Promise<BenchRun> {
  const bench = new Bench(settings, done);
  const { tell, save, signal } = context;
  try {
    await using servers = await BenchServers.start(settings, signal);
    for (let cell = bench.next(); cell !== undefined; cell = bench.next()) {
      tell?.({ type: 'cell-started', cell });
      const { result, records } = await bench.attempt(cell, servers, signal);
      if (signal?.aborted) break;
      bench.add(result, records);
      await save?.(bench.result(), records);
      tell?.({ type: 'cell-ended', cell: result });
    }
  } catch (error) {
    if (!signal?.aborted) throw error;
  }
  return { result: bench.result(), records: bench.records };
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
    this.#warnings = (done?.result.warnings ?? []).filter(({ kind }) => kind !== 'interrupted');
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
    servers: BenchServers,
    signal: AbortSignal | undefined,
  ): Promise<{ result: CellResult; records: ItemRecord[] }> {
    const index = this.#cells.length;
    try {
      const cellYield = await runCell(cell, this.#settings, servers, signal);
      this.#warnings.push(...selfChecks(index, cell, cellYield));
      const records = recordItems(index, cellYield.outcomes, cellYield.plan);
      return { result: { ...cell, ...cellYield.figures }, records };
    } catch (error) {
      if (!(error instanceof LabError)) throw error;
      return { result: { ...cell, error: messageOf(error) }, records: [] };
    }
  }

  add(result: CellResult, records: readonly ItemRecord[]): void {
    this.#cells.push(result);
    this.#records.push(...records);
  }

  result(): BenchResult {
    const planned = this.#planned();
    const isOver = this.#cells.length === planned.length;
    return {
      schemaVersion: RESULT_SCHEMA_VERSION,
      ...this.#settings,
      planned,
      items: this.#settings.codes.length,
      cells: [...this.#cells],
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
    return { cells: this.#cells, warnings: this.#warnings };
  }

  #unfinished(planned: number): Warning {
    const done = this.#cells.length;
    const message =
      this.#climb === undefined
        ? `${done} of ${planned} cells were run`
        : `${counted(done, 'cell')} ${done === 1 ? 'was' : 'were'} run, and the rate was to go on rising`;
    return { kind: 'interrupted', message, hint: `go on with npx flaglab bench --resume ${this.#settings.id}` };
  }

  #kneeOf(label: string): KnownKnee | undefined {
    const codes = codesOf(this.#settings, label);
    return knownKnee({ ...this.#settings, ...specOf(this.#settings.servers, label), codes });
  }

  #curves(): Curve[] {
    const { highest } = this.#settings;
    return analyseSweeps(
      this.#cells,
      this.#settings.seed,
      highest === undefined ? [] : parseConditions(highest),
      (label) => this.#kneeOf(label),
    );
  }
}

function climbOf(settings: BenchSettings): Climb | undefined {
  const client = climbAmong(settings.clients);
  if (client === undefined) return undefined;
  const labels = settings.servers.map(({ label }) => label);
  return new Climb(client, labels, settings.seed, (label) =>
    knownRate({ ...settings, ...specOf(settings.servers, label) }),
  );
}

function nameOf({ server, strategy, m, ratePerSecond, repetition }: Cell): string {
  return `${server} ${strategy} ${m} ${ratePerSecond} ${repetition}`;
}
