import type { BenchResult } from '../result/result.ts';

/** What is different about two runs beside their settings, so that it may be the cause of a difference. */
export function runNotes(a: BenchResult, b: BenchResult): string[] {
  const machines = [a, b].map(({ machine: { cpu, cores, platform } }) => `${cpu}, ${cores} cores, ${platform}`);
  const versions = [a, b].map(
    ({ versions: { flaglab, node, undici } }) => `${flaglab}, Node ${node}, undici ${undici}`,
  );
  return [
    ...(a.id === b.id ? ['A and B are the same run'] : []),
    ...differing('A and B ran on different machines', machines),
    ...differing('A and B ran on different versions', versions),
    ...[a, b].flatMap(({ warnings }, i) => doubts('AB'[i]!, warnings.length)),
  ];
}

function differing(what: string, [a, b]: readonly string[]): string[] {
  return a === b ? [] : [`${what}: ${a} and ${b}`];
}

function doubts(side: string, count: number): string[] {
  return count === 0 ? [] : [`${side} has ${count === 1 ? 'a warning' : `${count} warnings`} about its own figures`];
}
