import type { CellGroup } from '../result/cell-group.ts';
import type { ItemRecord } from '../result/item-record.ts';
import type { BenchResult } from '../result/result.ts';
import type { Warning } from '../result/warning.ts';
import { DEFAULT_CONFIDENCE } from '../statistics/bootstrap.ts';
import { type CommonGround, commonGround } from './common-ground.ts';
import { type ComparedCell, compareCell } from './compare-cell.ts';
import type { ComparedRun } from './compared-run.ts';
import { pairItems } from './pair-items.ts';
import type { ComparisonOptions } from './ratio-comparison.ts';

/** How run B compares with run A. */
export interface Comparison extends Omit<CommonGround, 'pairs' | 'cellsInAll'> {
  readonly a: Pick<BenchResult, 'id' | 'startedAt' | 'commandLine'>;
  readonly b: Pick<BenchResult, 'id' | 'startedAt' | 'commandLine'>;
  /** That of A; cells of another were left out. */
  readonly seed: number;
  readonly timeScale: number;
  readonly cells: readonly ComparedCell[];
  /** How many cells of both runs have no verdict; `leftOut` says why. */
  readonly leftOutCells: number;
}

/** How to compare; the bootstrap's seed is that of the runs, and the confidence is that of all intervals together. */
export type CompareOptions = Omit<ComparisonOptions, 'seed'>;

/** The self-checks that say of a cell that something other than the server kept it waiting. */
const HELD_UP: readonly Warning['kind'][] = ['event-loop', 'timer', 'cpu', 'littles-law', 'late-starts'];

/** How many figures of a cell are compared. */
const FIGURES_A_CELL = 2;

/**
 * Compares two runs cell by cell and item by item: a flag of A with the same flag of B, which met the same fate. What
 * had other settings, or cannot be paired, is named and left out.
 */
export function compare(a: ComparedRun, b: ComparedRun, options: CompareOptions = {}): Comparison {
  const { seed, timeScale } = a.result;
  const { pairs, cellsInAll, ...ground } = commonGround(a, b);
  const records = { a: recordsByCell(a), b: recordsByCell(b) };
  const confidence = confidenceOfEach(options.confidence, pairs.length);
  const cells = pairs.map((pair) => {
    const paired = pairItems(recordsOf(pair.a, records.a), recordsOf(pair.b, records.b));
    const isDoubted = isHeldUp(pair.a, a.result) || isHeldUp(pair.b, b.result);
    return compareCell({ ...pair, paired, isDoubted }, { ...options, confidence, seed });
  });
  const judged = cells.filter(({ verdict }) => verdict !== 'not compared').length;
  return {
    a: identityOf(a.result),
    b: identityOf(b.result),
    seed,
    timeScale,
    cells,
    leftOutCells: cellsInAll - judged,
    ...ground,
  };
}

/**
 * How sure each interval must be for all of them to hold together (Bonferroni's inequality). Among twenty intervals of 95 %
 * one is expected to miss, and a run compared with itself would seem to differ somewhere nearly every other time.
 */
function confidenceOfEach(together = DEFAULT_CONFIDENCE, cells: number): number {
  const intervals = Math.max(1, FIGURES_A_CELL * cells);
  return 1 - (1 - together) / intervals;
}

function identityOf({ id, startedAt, commandLine }: BenchResult): Comparison['a'] {
  return { id, startedAt, commandLine };
}

/** Whether something held the cell up, its own client perhaps. */
function isHeldUp({ measured }: CellGroup, { warnings }: BenchResult): boolean {
  const indexes = measured.map(({ index }) => index);
  return warnings.some(({ kind, cell }) => cell !== undefined && HELD_UP.includes(kind) && indexes.includes(cell));
}

type RecordsByCell = ReadonlyMap<number, readonly ItemRecord[]>;

function recordsByCell({ records }: ComparedRun): RecordsByCell {
  return Map.groupBy(records, ({ cell }) => cell);
}

/** A cell's records, one list for each repetition. */
function recordsOf({ measured }: CellGroup, records: RecordsByCell): (readonly ItemRecord[])[] {
  return measured.map(({ index }) => records.get(index) ?? []);
}
