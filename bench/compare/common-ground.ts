import { type CellGroup, cellGroups, cellName } from '../result/cell-group.ts';
import { hasAllRecords } from '../result/item-record.ts';
import { OPEN } from '../result/own-client.ts';
import type { BenchResult } from '../result/result.ts';
import type { ComparedRun } from './compared-run.ts';
import { differentForAll, differentHooks, differentSchedules, differentServers } from './different-settings.ts';
import { runNotes } from './run-notes.ts';

/** A cell that both runs have. */
interface SharedCell {
  readonly a: CellGroup;
  readonly b: CellGroup;
}

/** What two runs have in common, and what they have not. All texts are sentences without a full stop. */
export interface CommonGround {
  /** The cells that were measured in both runs under the same settings, in A's order. */
  readonly pairs: readonly SharedCell[];
  /** How many cells one run has or both have, the pairs among them. */
  readonly cellsInAll: number;
  /** What is left out, one line for each reason. */
  readonly leftOut: readonly string[];
  /** The cells that A measured and that failed in B, by name. */
  readonly failedInB: readonly string[];
  /** What else is different, so that it may be the cause of a difference. */
  readonly notes: readonly string[];
}

/** Finds what of two runs can be compared: the cells whose settings are the same in both. */
export function commonGround(a: ComparedRun, b: ComparedRun): CommonGround {
  const [ofA, ofB] = [cellGroups(a.result.cells), cellGroups(b.result.cells)];
  const byName = new Map(ofB.map((group) => [cellName(group), group]));
  const shared = ofA.flatMap((group) => {
    const other = byName.get(cellName(group));
    return other === undefined ? [] : [{ a: group, b: other }];
  });
  const [onlyA, onlyB] = [missing(ofA, ofB), missing(ofB, ofA)];
  const cellsInAll = shared.length + onlyA.length + onlyB.length;
  const notes = [...runNotes(a.result, b.result), ...differentHooks(a.result, b.result)];
  const everything = differentForAll(a.result, b.result);
  if (everything !== undefined) return { pairs: [], cellsInAll, leftOut: [everything], failedInB: [], notes };

  const others = differentServers(a.result, b.result);
  const alike = shared.filter((pair) => !others.has(pair.a.server));
  const failedInA = alike.filter((pair) => pair.a.measured.length === 0);
  const failedInB = alike.filter((pair) => pair.a.measured.length > 0 && pair.b.measured.length === 0);
  const measured = alike.filter((pair) => pair.a.measured.length > 0 && pair.b.measured.length > 0);
  const lacking = [gapsOf(a), gapsOf(b)].map((gaps) => measured.map(nameOf).filter((name) => gaps.has(name)));
  const whole = measured.filter((pair) => !lacking.flat().includes(nameOf(pair)));
  const reasons = Map.groupBy(whole, (pair) => whyNotCompared(pair, a.result, b.result));
  const pairs = reasons.get(undefined) ?? [];
  return {
    pairs,
    cellsInAll,
    leftOut: [
      ...serverLines(others),
      ...line('only A has', onlyA),
      ...line('only B has', onlyB),
      ...line('A could not measure', failedInA.map(nameOf)),
      ...line('B could not measure', failedInB.map(nameOf)),
      ...lacking.flatMap((names, i) => line(`${'AB'[i]} lacks records of`, names)),
      ...[...reasons].flatMap(([why, cells]) => (why === undefined ? [] : [`${cells.map(nameOf).join(', ')}: ${why}`])),
      ...(pairs.length === 0 ? [] : otherFlags(a.result, b.result)),
    ],
    failedInB: failedInB.map(nameOf),
    notes: [...notes, ...line('some repetitions failed of', pairs.filter(failedPartly).map(nameOf))],
  };
}

/** Why a cell that both runs have measured under the same faults cannot be compared all the same. */
function whyNotCompared(pair: SharedCell, a: BenchResult, b: BenchResult): string | undefined {
  if (pair.a.strategy === OPEN) return differentSchedules([pair.a, a], [pair.b, b]);
  const [inA, inB] = [inFlight(pair.a), inFlight(pair.b)];
  return inA === inB ? undefined : `up to ${inA} requests in flight in A, ${inB} in B, which had other flags`;
}

/** The names of the cells of which records are missing. */
function gapsOf({ result, records }: ComparedRun): ReadonlySet<string> {
  const byCell = Map.groupBy(records, ({ cell }) => cell);
  return new Set(result.cells.filter((cell, i) => !hasAllRecords(cell, byCell.get(i) ?? [])).map(cellName));
}

/** More requests than there are flags are never in flight. */
function inFlight({ m, measured }: CellGroup): number {
  return Math.min(m, measured[0]!.cell.items);
}

function missing(here: readonly CellGroup[], there: readonly CellGroup[]): string[] {
  const names = new Set(there.map(cellName));
  return here.map(cellName).filter((name) => !names.has(name));
}

function serverLines(others: ReadonlyMap<string, string>): string[] {
  const byReason = Map.groupBy(others.keys(), (label) => others.get(label)!);
  return [...byReason].map(([why, labels]) => `${labels.join(', ')} had ${why}`);
}

function otherFlags(a: BenchResult, b: BenchResult): string[] {
  const [ofA, ofB, all] = [new Set(a.codes), new Set(b.codes), new Set([...a.codes, ...b.codes])];
  const others = [...all].filter((code) => !ofA.has(code) || !ofB.has(code)).length;
  return others === 0 ? [] : [`the flags that only one run asked for, ${others} of ${all.size}`];
}

function failedPartly(pair: SharedCell): boolean {
  return [pair.a, pair.b].some(({ measured, errors }) => measured.length > 0 && errors.length > 0);
}

function line(beginning: string, names: readonly string[]): string[] {
  return names.length === 0 ? [] : [`${beginning} ${names.join(', ')}`];
}

function nameOf({ a }: SharedCell): string {
  return cellName(a);
}
