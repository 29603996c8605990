import { withAlikeAgents } from '../../../bench/experiment/agent-checks.ts';
import { recordItems } from '../../../bench/experiment/record-items.ts';
import { emptyResult } from '../../../bench/experiment/run-bench.ts';
import { type CellWay, type CellYield, runCell } from '../../../bench/experiment/run-cell.ts';
import { selfChecks } from '../../../bench/experiment/self-checks.ts';
import type { Cell, MeasuredCell } from '../../../bench/result/cell.ts';
import { parseConditions } from '../../../bench/result/condition.ts';
import type { Figures } from '../../../bench/result/figures.ts';
import type { ItemRecord } from '../../../bench/result/item-record.ts';
import type { BenchResult, BenchSettings } from '../../../bench/result/result.ts';
import type { Warning } from '../../../bench/result/warning.ts';
import type { RunStore } from '../../../bench/store/store.ts';
import { analyseSweeps } from '../../../bench/sweep/analyse-sweeps.ts';
import type { KnownKnee, NotKnown } from '../../../bench/sweep/known-knee.ts';
import type { ItemRequest } from '../../../clients/download/item-request.ts';
import { LabError } from '../../../lib/errors/lab-error.ts';
import { counted } from '../../../lib/units/counted.ts';
import type { RunWatcher } from '../bench/run-watcher.ts';

/** So many items are asked for before a whole level of a service is. */
const FEW = 3;

/** So long a level may take of which nothing is likely to end ok, in milliseconds. */
const LONGEST_IN_VAIN_MS = 30_000;

/** A level, and the client and the server that it is measured with. */
type LevelCell = Pick<Cell, 'server' | 'strategy' | 'm'>;

/** A search as a run that is kept like any other: its cells are planned one by one. */
export class TuneRun {
  readonly records: ItemRecord[] = [];
  readonly #settings: Omit<BenchSettings, 'planned'>;
  readonly #request: ItemRequest | undefined;
  readonly #store: RunStore;
  readonly #watcher: RunWatcher | undefined;
  readonly #cells: MeasuredCell[] = [];
  readonly #warnings: Warning[] = [];

  private constructor(
    settings: Omit<BenchSettings, 'planned'>,
    request: ItemRequest | undefined,
    store: RunStore,
    watcher: RunWatcher | undefined,
  ) {
    this.#settings = settings;
    this.#request = request;
    this.#store = store;
    this.#watcher = watcher;
  }

  /**
   * Makes its folder, before anything is measured.
   *
   * @param request how a service is asked that is none of the lab's servers
   * @param watcher is told of each cell; default: nobody is
   * @throws OutputError when the folder cannot be written
   */
  static async begin(
    settings: Omit<BenchSettings, 'planned'>,
    request: ItemRequest | undefined,
    store: RunStore,
    watcher?: RunWatcher,
  ): Promise<TuneRun> {
    await store.begin(emptyResult({ ...settings, planned: [] }));
    return new TuneRun(settings, request, store, watcher);
  }

  /** Whether nothing is measured yet. */
  get isEmpty(): boolean {
    return this.#cells.length === 0;
  }

  /** Measures a level with these flags, and keeps what it has brought. */
  async measure(level: LevelCell, codes: readonly string[], way: CellWay): Promise<Figures> {
    const repetition = this.#cells.filter(({ m }) => m === level.m).length + 1;
    const cell = { ...level, repetition };
    return await this.#keep(cell, await this.#run(cell, codes, way));
  }

  /**
   * Measures the first level of a service. A few of its items are asked for beforehand: where none of them ends ok and all
   * would take long, as with a service that never answers, these few are the level. Otherwise they are not kept.
   */
  async measureFirst(level: LevelCell, codes: readonly string[], way: CellWay): Promise<Figures> {
    const few = codes.slice(0, FEW);
    // A run of its own for the server: the attempts of the level itself are first ones.
    const looked = await this.#run({ ...level, repetition: 0 }, few, way);
    const { elapsedMs, goodputPerSecond } = looked.figures;
    const isLong = (elapsedMs / few.length) * codes.length > LONGEST_IN_VAIN_MS;
    if (goodputPerSecond === 0 && isLong) return await this.#keep({ ...level, repetition: 1 }, looked);
    return await this.measure(level, codes, way);
  }

  async #run(cell: Cell, codes: readonly string[], way: CellWay): Promise<CellYield> {
    this.#watcher?.cellStarts(cell, codes);
    return await runCell(cell, { ...this.#settings, codes, request: this.#request }, way);
  }

  async #keep(cell: Cell, cellYield: CellYield): Promise<Figures> {
    const index = this.#cells.length;
    const records = recordItems(index, cellYield.outcomes, cellYield.plan);
    this.#warnings.push(...selfChecks(index, cell, cellYield));
    const { figures, spread } = cellYield;
    const measured = { ...cell, ...figures, ...(spread && { shares: spread.shares, agents: spread.agents }) };
    this.#cells.push(measured);
    this.records.push(...records);
    await this.#store.save(this.#result(), records);
    this.#watcher?.cellEnds(measured);
    this.#requireAlike(measured);
    return cellYield.figures;
  }

  /**
   * A search compares each level with those before it.
   *
   * @throws LabError where that many agents measured none of them
   */
  #requireAlike({ strategy, m, agents }: MeasuredCell): void {
    const [first] = this.#cells;
    if (first?.agents === agents) return;
    throw new LabError(
      `${strategy} at m = ${m} was measured by ${counted(agents ?? 0, 'agent')}, and what came before by ${first?.agents}: they cannot be compared, so there is no answer; tune again with agents that stay`,
    );
  }

  /**
   * Ends it: its levels become a curve.
   *
   * @param answer what the search has found, in plain sentences
   * @param cap the highest m that there was to try, where that was for politeness
   */
  async end(answer: string, known: KnownKnee | NotKnown | undefined, cap: number | undefined): Promise<BenchResult> {
    const { seed, highest } = this.#settings;
    const conditions = highest === undefined ? [] : parseConditions(highest);
    const curves = analyseSweeps(this.#cells, seed, conditions, () => known, cap);
    const result = { ...this.#result(), curves, answer };
    await this.#store.save(result, []);
    return result;
  }

  #result(): BenchResult {
    const planned = this.#cells.map(({ server, strategy, m, repetition }) => ({ server, strategy, m, repetition }));
    const cells = withAlikeAgents(this.#cells);
    return { ...emptyResult({ ...this.#settings, planned }), cells, warnings: [...this.#warnings] };
  }
}
