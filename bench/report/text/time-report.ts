import { LOW_EFFICIENCY } from '../../../lib/queueing/efficiency.ts';
import { type Cell, type CellResult, type FailedCell, isMeasured } from '../../result/cell.ts';
import { LOST_PARTS, type LostPart, TIME_PARTS, type TimePart, type TimeParts } from '../../result/time-parts.ts';
import { DURATION, RATIO } from '../../result/unit.ts';
import { cellNames } from '../../rows/cell-names.ts';
import type { Row } from '../../rows/rows.ts';
import { type AdviceContext, lostTimeAdvice } from './lost-time-advice.ts';

/** One part of the time. */
export interface TimePiece {
  readonly part: TimePart;
  readonly title: string;
  /** Of all of the time; whole, and those of a report add up to 100. */
  readonly percent: number;
}

/** Where the time of one row went, in words. */
export interface TimeReport extends Omit<Cell, 'repetition'> {
  /** What all of the time is, such as `0.831 s in its 5 slots, 71 % of the ideal`. */
  readonly whole: string;
  /** First what no client can save, then what was lost, most of it first. What rounds to nothing is left out. */
  readonly pieces: readonly TimePiece[];
  /** What to do about the part of what was lost that is worth most, in one or two sentences. */
  readonly advice: string;
}

/** Where the time went of each row under {@link LOW_EFFICIENCY}, as far as that was kept; none of rows without an efficiency. */
export function timeReports(rows: readonly (Row | FailedCell)[], result: AdviceContext): TimeReport[] {
  return rows.filter(isLow).flatMap((row) => {
    const { server, strategy, m, efficiency = 0, timeParts, repetitions } = row;
    if (timeParts === undefined) return [];
    const pieces = piecesOf(timeParts);
    const lost = mostTelling(timeParts);
    const which = repetitions === undefined ? '' : ` (the middle one of ${repetitions} repetitions)`;
    const time = `${DURATION.text(elapsedMs(timeParts))} in ${slotsText(timeParts)}${which}`;
    const whole = `${time}, ${RATIO.text(efficiency)} of the ideal`;
    return [{ server, strategy, m, whole, pieces, advice: lostTimeAdvice(row, lost, result) }];
  });
}

/** Some rows that have the same advice. */
export interface SharedAdvice {
  /** The rows, such as `DELAY mine at m = 5`. */
  readonly where: string;
  readonly advice: string;
}

/** What can be done, once for all rows of which it is true. */
export function sharedAdvice(reports: readonly TimeReport[]): SharedAdvice[] {
  const groups = Map.groupBy(reports, ({ advice }) => advice);
  return [...groups].map(([advice, group]) => ({ advice, where: cellNames(group) }));
}

/**
 * The rows under {@link LOW_EFFICIENCY} of which it was not kept where their time went: by an earlier version, or of requests
 * that the server has forgotten. Empty for none.
 */
export function untoldTimes(rows: readonly (Row | FailedCell)[]): string {
  return cellNames(rows.filter(isLow).filter(({ timeParts }) => timeParts === undefined));
}

function isLow(row: CellResult): row is Row {
  return isMeasured(row) && row.efficiency !== undefined && row.efficiency < LOW_EFFICIENCY;
}

function elapsedMs({ partsMs }: TimeParts): number {
  return Object.values(partsMs).reduce((sum, ms) => sum + ms, 0);
}

function slotsText({ slotsOf, slots }: TimeParts): string {
  const noun = slots === 1 ? 'slot' : `${slots} slots`;
  return slotsOf === 'server' ? `the server's ${noun}` : `its ${noun}`;
}

/**
 * The largest part that was lost. The end is nobody's fault, and only more flags make it weigh less: it is named if it is over
 * half of it.
 */
function mostTelling({ partsMs }: TimeParts): LostPart {
  const lostMs = LOST_PARTS.reduce((sum, part) => sum + partsMs[part], 0);
  const others = LOST_PARTS.filter((part) => part !== 'tail').toSorted((a, b) => partsMs[b] - partsMs[a]);
  return partsMs.tail > lostMs / 2 ? 'tail' : others[0]!;
}

/** In whole percents: each part is rounded down, and what that leaves over goes to those that lost most by it. */
function piecesOf({ partsMs }: TimeParts): TimePiece[] {
  const wholeMs = Object.values(partsMs).reduce((sum, ms) => sum + ms, 0);
  const exact = TIME_PARTS.map(({ name, title }) => ({ part: name, title, exactly: (partsMs[name] / wholeMs) * 100 }));
  const [injected, ...lost] = exact.map((piece) => ({ ...piece, percent: Math.floor(piece.exactly) }));
  // The first is the efficiency, which the table rounds, too.
  const first = { ...injected!, percent: Math.round(injected!.exactly) };
  const over = 100 - first.percent - lost.reduce((sum, { percent }) => sum + percent, 0);
  const byRest = lost.toSorted((a, b) => b.exactly - b.percent - (a.exactly - a.percent));
  const raised = new Set(byRest.slice(0, over));
  const pieces = lost
    .toSorted((a, b) => b.exactly - a.exactly)
    .map((piece) => (raised.has(piece) ? { ...piece, percent: piece.percent + 1 } : piece));
  return [first, ...pieces]
    .filter(({ percent }) => percent > 0)
    .map(({ part, title, percent }) => ({ part, title, percent }));
}
