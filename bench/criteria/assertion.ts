import { UsageError } from '../../lib/errors/usage-error.ts';
import type { Cell } from '../result/cell.ts';
import { type CellGroup, cellGroups } from '../result/cell-group.ts';
import {
  absence,
  CONDITION_FORM,
  CONDITION_SOURCE,
  type Condition,
  holds,
  type ItemCount,
  parseCondition,
  requireAnswerable,
} from '../result/condition.ts';
import { figureTitle, figureValue } from '../result/figures.ts';
import type { BenchResult } from '../result/result.ts';
import { rowOf } from '../rows/rows.ts';

/** What is said of a figure: `async.DELAY.goodput > 40`. */
export interface Assertion extends Condition {
  /** In the case in which it was written; it stands for any. */
  readonly strategy: string;
  /** The level of concurrency that is meant; absent for the highest. */
  readonly m?: number;
  readonly server: string;
}

/** Whether an assertion holds. */
export interface AssertionCheck {
  readonly text: string;
  readonly ok: boolean;
  /** The figure's value, in the unit of its field; absent where there is none. */
  readonly actual?: number;
  /** The assertion and what was seen, without a full stop. */
  readonly sentence: string;
}

/** A strategy may be a file's name, so everything before the last two names is the strategy. */
const ASSERTION = new RegExp(String.raw`^(.+?)(?:@(\d+))?\.([^.\s]+)\.(${CONDITION_SOURCE})$`);

const EXAMPLE = 'async.DELAY.goodput > 40';

/**
 * Reads an assertion: `<strategy>.<SERVER>.<figure> <operator> <number>`, for another level of concurrency than the
 * highest `<strategy>@<m>.<SERVER>…`. Names may be in any case.
 *
 * @throws UsageError when it is not one, names no figure, or the number or its unit does not fit the figure
 */
export function parseAssertion(text: string): Assertion {
  const written = text.trim();
  const match = ASSERTION.exec(written);
  if (match === null) {
    const form = `write strategy.SERVER.figure, ${CONDITION_FORM}, such as ${EXAMPLE}`;
    throw new UsageError(`"${text}" is not an assertion: ${form}`);
  }
  const [, strategy, m, server, condition] = match;
  const named = { strategy: strategy!, ...(m !== undefined && { m: Number(m) }), server: server! };
  return { ...parseCondition(condition!), text: written, ...named };
}

/**
 * Refuses assertions that no bench of these cells could answer: better known before the bench than after it.
 *
 * @param itemsOn how many items the cells on a server have
 * @throws UsageError for the first that names no cell, or a figure that takes more items
 */
export function requireAnswerableBy(
  assertions: readonly Assertion[],
  cells: readonly Cell[],
  itemsOn: (server: string) => ItemCount,
): void {
  for (const assertion of assertions) {
    const { server } = meantCells(assertion, cells)[0]!;
    requireAnswerable([assertion], itemsOn(server));
  }
}

/**
 * Checks assertions against a result, each at one level of m: the highest, as the table shows it, unless it names another.
 * Over repetitions the median counts.
 *
 * @throws UsageError for an assertion that names no cell of the result
 */
export function checkAssertions(assertions: readonly Assertion[], result: BenchResult): AssertionCheck[] {
  const cells: readonly Cell[] = [...result.planned, ...result.cells];
  const groups = cellGroups(result.cells);
  return assertions.map((assertion) => {
    const m = meantM(assertion, cells);
    return check(
      assertion,
      m,
      groups.find((group) => isMeant(assertion, group) && group.m === m),
    );
  });
}

/** The level of m that an assertion is about. */
function meantM(assertion: Assertion, cells: readonly Cell[]): number {
  return Math.max(...meantCells(assertion, cells).map(({ m }) => m));
}

/**
 * The cells that an assertion is about, at whatever level.
 *
 * @throws UsageError when there is none
 */
function meantCells(assertion: Assertion, cells: readonly Cell[]): readonly Cell[] {
  const meant = cells.filter((cell) => isMeant(assertion, cell));
  if (meant.length > 0) return meant;
  const names = new Set(cells.map(({ strategy, m, server }) => `${strategy}@${m}.${server}`));
  throw new UsageError(
    `the assertion "${assertion.text}" names nothing in this bench: it has ${[...names].join(', ')}`,
  );
}

function isMeant(assertion: Assertion, { strategy, m, server }: Omit<Cell, 'repetition'>): boolean {
  return (
    assertion.strategy.toLowerCase() === strategy.toLowerCase() &&
    assertion.server.toLowerCase() === server.toLowerCase() &&
    (assertion.m === undefined || assertion.m === m)
  );
}

function check(assertion: Assertion, m: number, group: CellGroup | undefined): AssertionCheck {
  const { text, figure } = assertion;
  const row =
    group === undefined || group.measured.length === 0 ? undefined : rowOf(group.measured.map(({ cell }) => cell));
  const actual = row && figureValue(figure, row);
  if (actual === undefined) {
    const why = row === undefined ? whyNotMeasured(group) : absence(figure, row);
    return { text, ok: false, sentence: `${text}: cannot be told at m = ${m}, ${why}` };
  }
  const ok = holds(assertion, actual);
  const verdict = ok ? 'holds' : 'does not hold';
  return {
    text,
    ok,
    actual,
    sentence: `${text}: ${verdict}, ${figureTitle(figure)} is ${figure.unit.exactly(actual)} at m = ${m}`,
  };
}

function whyNotMeasured(group: CellGroup | undefined): string {
  const [error] = group?.errors ?? [];
  return error === undefined ? 'the cell was not run' : `the cell failed (${error})`;
}
