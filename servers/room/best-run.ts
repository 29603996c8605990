import type { RunResult } from './seat-state.ts';

/** The better of two runs: the one that asked for more flags, else the one with the higher score, else the quicker one. */
export function betterRun(a: RunResult | undefined, b: RunResult): RunResult {
  if (a === undefined) return b;
  const byWorth = a.flags - b.flags || (a.score ?? -1) - (b.score ?? -1) || b.makespanMs - a.makespanMs;
  return byWorth >= 0 ? a : b;
}
