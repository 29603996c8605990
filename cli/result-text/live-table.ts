import { BASELINE } from '../../bench/report/text/speedup.ts';
import { type CellResult, type FailedCell, isMeasured } from '../../bench/result/cell.ts';
import { seriesName } from '../../bench/result/cell-group.ts';
import { climbAmong } from '../../bench/result/own-client.ts';
import type { BenchSettings } from '../../bench/result/result.ts';
import { hasWork } from '../../bench/result/settings/work-settings.ts';
import { mostItems } from '../../bench/result/tested-server.ts';
import { rows } from '../../bench/rows/rows.ts';
import { countryCodes } from '../../lib/flags/country-codes.ts';
import { type CommandContext, print } from '../terminal/command-context.ts';
import { lineWidth } from '../terminal/output.ts';
import { Table } from '../terminal/table.ts';
import { type BenchLine, benchColumns, benchLines, type TableFacts } from './bench-table.ts';

type Settled = Pick<BenchSettings, 'planned' | 'codes' | 'servers' | 'clients' | 'cpu' | 'save'>;

/**
 * The table of a bench while it runs: a row appears as soon as nothing can change it any more, in the order of the table.
 * So the widths are settled before the first one.
 */
export class LiveTable {
  readonly #settings: Settled;
  readonly #context: CommandContext;
  readonly #table: Table<BenchLine>;
  readonly #cells: CellResult[];
  /** The series of the rows that are still to be printed, in their order. */
  #waiting: string[];
  #lastServer: string | undefined;

  private constructor(settings: Settled, done: readonly CellResult[], context: CommandContext) {
    this.#settings = settings;
    this.#context = context;
    this.#cells = [...done];
    this.#waiting = [...new Set(settings.planned.map(seriesName))];
    const columns = benchColumns(foreseenFacts(settings), true);
    this.#table = new Table(columns, benchLines(settings.planned.map(empty)), lineWidth(context.stdout));
  }

  /**
   * The table of a bench whose rows can come one after the other: on a terminal, and where nothing is repeated, for medians
   * are known when all is over. Undefined for any other.
   *
   * @param done cells that were measured already
   */
  static of(settings: Settled, done: readonly CellResult[], context: CommandContext): LiveTable | undefined {
    const isRepeated = settings.planned.some(({ repetition }) => repetition > 1);
    // Where a rate rises, nothing is planned before the cell ahead is over.
    const isClimb = climbAmong(settings.clients) !== undefined;
    return context.stdout.isTTY && !isRepeated && !isClimb ? new LiveTable(settings, done, context) : undefined;
  }

  /** What stands above its columns. */
  get heads(): string[] {
    return this.#table.heads;
  }

  /** One more cell is over. */
  add(cell: CellResult): void {
    this.#cells.push(cell);
    this.#printWhile((name) => this.#isSettled(name));
  }

  /** Nothing more comes: prints the rows that are left. */
  end(): void {
    this.#waiting = this.#waiting.filter((name) => this.#cells.some((cell) => seriesName(cell) === name));
    this.#printWhile(() => true);
  }

  #printWhile(isNext: (name: string) => boolean): void {
    while (this.#waiting.length > 0 && isNext(this.#waiting[0]!)) this.#printRow(this.#waiting.shift()!);
  }

  #printRow(name: string): void {
    const lines = benchLines(rows({ cells: this.#cells, planned: this.#settings.planned }));
    const line = lines.find(({ row }) => seriesName(row) === name)!;
    const { server } = line.row;
    if (server !== this.#lastServer) print(this.#context);
    if (this.#lastServer === undefined) print(this.#context, this.#table.head);
    this.#lastServer = server;
    for (const part of this.#table.lines(line)) print(this.#context, part);
  }

  /** Whether its highest m was measured, or all of it failed, and so the one that it is compared with. */
  #isSettled(name: string): boolean {
    const ofSeries = this.#settings.planned.filter((cell) => seriesName(cell) === name);
    const highest = Math.max(...ofSeries.map(({ m }) => m));
    const over = this.#cells.filter((cell) => seriesName(cell) === name);
    const { server, strategy } = ofSeries[0]!;
    const baseline = seriesName({ server, strategy: BASELINE });
    const isAlone = strategy === BASELINE || !this.#settings.planned.some((cell) => seriesName(cell) === baseline);
    return (
      (over.some((cell) => cell.m === highest && isMeasured(cell)) || over.length === ofSeries.length) &&
      (isAlone || this.#isSettled(baseline))
    );
  }
}

/** A cell of which nothing is known yet but what is asked for. */
function empty({ server, strategy, m, repetition }: BenchSettings['planned'][number]): FailedCell {
  return { server, strategy, m, repetition, error: '' };
}

function foreseenFacts(settings: Settled): TableFacts {
  const { codes, servers, planned, clients = [] } = settings;
  const known = new Set(countryCodes());
  const hides = servers.some(({ faults, schedule = '' }) => `${faults} ${schedule}`.includes('status=404'));
  return {
    items: mostItems(settings),
    isRepeated: false,
    isScheduled: clients.some(({ kind }) => kind === 'open'),
    hasNotFound: hides || codes.some((code) => !known.has(code)),
    hasBaseline: planned.some(({ strategy }) => strategy === BASELINE),
    hasWork: hasWork(settings),
  };
}
