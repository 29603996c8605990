import { type CellGroup, cellGroups, cellName } from '../result/cell-group.ts';
import type { BenchResult } from '../result/result.ts';

/** What two runs have in common, and what they have not. All texts are sentences without a full stop. */
export interface CommonGround {
  /** The cells that were measured in both runs under the same faults, in A's order. */
  readonly pairs: readonly { readonly a: CellGroup; readonly b: CellGroup }[];
  /** What is left out, one line for each reason. */
  readonly leftOut: readonly string[];
  /** The cells that A measured and that failed in B, by name. */
  readonly failedInB: readonly string[];
  /** What else is different, so that it may be the cause of a difference. */
  readonly notes: readonly string[];
}

/** Finds what of two runs with the same seed and time scale can be compared. */
export function commonGround(a: BenchResult, b: BenchResult): CommonGround {
  const others = otherFaults(a, b);
  const [ofA, ofB] = [a, b].map(({ cells }) => cellGroups(cells).filter(({ server }) => !others.has(server))) as [
    CellGroup[],
    CellGroup[],
  ];
  const byName = new Map(ofB.map((group) => [cellName(group), group]));
  const shared = ofA.flatMap((group) => {
    const other = byName.get(cellName(group));
    return other === undefined ? [] : [{ a: group, b: other }];
  });
  const failedInA = shared.filter((pair) => pair.a.measured.length === 0);
  const failedInB = shared.filter((pair) => pair.a.measured.length > 0 && pair.b.measured.length === 0);
  return {
    pairs: shared.filter((pair) => pair.a.measured.length > 0 && pair.b.measured.length > 0),
    leftOut: [
      ...others.values(),
      ...line('only A has', missing(ofA, ofB)),
      ...line('only B has', missing(ofB, ofA)),
      ...line('A could not measure', failedInA.map(nameOf)),
      ...line('B could not measure', failedInB.map(nameOf)),
      ...otherFlags(a, b),
    ],
    failedInB: failedInB.map(nameOf),
    notes: notesOn(a, b, shared),
  };
}

/** For each server whose faults differ, a sentence that says how. */
function otherFaults(a: BenchResult, b: BenchResult): Map<string, string> {
  const faultsOfB = new Map(b.servers.map(({ label, faults }) => [label, faults]));
  return new Map(
    a.servers.flatMap(({ label, faults }) => {
      const other = faultsOfB.get(label) ?? faults;
      return other === faults ? [] : [[label, `${label} had other faults: ${faults} in A, ${other} in B`]];
    }),
  );
}

function missing(here: readonly CellGroup[], there: readonly CellGroup[]): string[] {
  const names = new Set(there.map(cellName));
  return here.map(cellName).filter((name) => !names.has(name));
}

function otherFlags(a: BenchResult, b: BenchResult): string[] {
  const [onlyA, onlyB] = [countMissing(a.codes, b.codes), countMissing(b.codes, a.codes)];
  if (onlyA + onlyB === 0) return [];
  return [`${onlyA} of the flags only A asked for and ${onlyB} only B, and with them the goodput`];
}

function countMissing(here: readonly string[], there: readonly string[]): number {
  const codes = new Set(there);
  return new Set(here.filter((code) => !codes.has(code))).size;
}

function notesOn(a: BenchResult, b: BenchResult, shared: readonly { a: CellGroup; b: CellGroup }[]): string[] {
  const machines = [a, b].map(({ machine: { cpu, cores, platform } }) => `${cpu}, ${cores} cores, ${platform}`);
  const versions = [a, b].map(
    ({ versions: { flaglab, node, undici } }) => `${flaglab}, Node ${node}, undici ${undici}`,
  );
  const timeouts = [a, b].map(({ timeoutMs }) => `${timeoutMs} ms`);
  const partly = shared.filter(({ a: one, b: other }) => [one, other].some(failedPartly));
  return [
    ...(a.id === b.id ? ['A and B are the same run'] : []),
    ...differing('A and B ran on different machines', machines),
    ...differing('A and B ran on different versions', versions),
    ...differing('A and B had different timeouts', timeouts),
    ...line('some repetitions failed of', partly.map(nameOf)),
    ...[a, b].flatMap(({ warnings }, i) => doubts('AB'[i]!, warnings.length)),
  ];
}

function failedPartly({ measured, errors }: CellGroup): boolean {
  return measured.length > 0 && errors.length > 0;
}

function differing(what: string, [a, b]: readonly string[]): string[] {
  return a === b ? [] : [`${what}: ${a} and ${b}`];
}

function doubts(side: string, count: number): string[] {
  return count === 0 ? [] : [`${side} has ${count === 1 ? 'a warning' : `${count} warnings`} about its own figures`];
}

function line(beginning: string, names: readonly string[]): string[] {
  return names.length === 0 ? [] : [`${beginning} ${names.join(', ')}`];
}

function nameOf({ a }: { a: CellGroup }): string {
  return cellName(a);
}
