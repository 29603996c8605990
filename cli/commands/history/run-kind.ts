import { seriesName } from '../../../bench/result/cell-group.ts';
import type { BenchResult } from '../../../bench/result/result.ts';

/** What a run is: several clients at one m each, one at several, a search for the best m, or requests on schedule. */
export type RunKind = 'race' | 'sweep' | 'tune' | 'rate';

/** What a run is, of which as much as one cell may have been planned. */
export function runKind({ commandLine, clients = [], planned }: BenchResult): RunKind {
  // A search plans one cell after the other: before its second one it looks like a race.
  if (commandLine.startsWith('npx flaglab tune')) return 'tune';
  if (clients.some(({ kind }) => kind === 'open' || kind === 'climb')) return 'rate';
  const series = Map.groupBy(planned, seriesName);
  return [...series.values()].some((cells) => new Set(cells.map(({ m }) => m)).size > 1) ? 'sweep' : 'race';
}
