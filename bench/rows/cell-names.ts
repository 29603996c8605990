import type { Cell } from '../result/cell.ts';
import { levelOf } from '../result/cell-group.ts';

/** So many parts of a list are named; the rest is counted. */
const MAX_NAMED = 4;

/**
 * What several cells are called together, as short as it can be said: `LOCAL sequential at m = 1; LOCAL workers and
 * async at m = 20`. Repetitions are one.
 */
export function cellNames(cells: readonly Omit<Cell, 'repetition'>[]): string {
  const ofSeries = Map.groupBy(cells, ({ server, strategy }) => JSON.stringify([server, strategy]));
  const series = [...ofSeries.values()].map((group) => ({ ...group[0]!, levels: levelsOf(group) }));
  const alike = [...Map.groupBy(series, ({ server, levels }) => `${server} ${levels}`).values()];
  const names = alike.map(
    (group) => `${group[0]!.server} ${listed(group.map(({ strategy }) => strategy))} at ${group[0]!.levels}`,
  );
  const more = alike.slice(MAX_NAMED).length;
  return [...names.slice(0, MAX_NAMED), ...(more === 0 ? [] : [`${more} more`])].join('; ');
}

function levelsOf(cells: readonly Omit<Cell, 'repetition'>[]): string {
  const levels = [...new Set(cells.map(levelOf))].sort((a, b) => a - b);
  // `m =` is said once for all levels.
  return cells[0]!.ratePerSecond === undefined ? `m = ${listed(levels.map(String))}` : listed(levels.map(rateText));
}

function rateText(perSecond: number): string {
  return `${perSecond}/s`;
}

function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
