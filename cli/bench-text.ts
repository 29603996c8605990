import { headline } from '../bench/report/headline.ts';
import { representatives } from '../bench/representatives.ts';
import type { BenchResult, BenchSettings } from '../bench/result.ts';
import { formatDuration } from '../lib/duration.ts';
import { benchTable } from './bench-table.ts';
import { curveText } from './curve-text.ts';
import { print, type Terminal } from './terminal.ts';

/** One line on what is the same for all cells. */
export function settingsLine({ codes, seed, timeScale, timeoutMs }: BenchSettings): string {
  const flags = codes.length === 1 ? '1 flag' : `${codes.length} flags`;
  return `${flags} a cell; seed ${seed}, time scale ${timeScale}, timeout ${formatDuration(timeoutMs)}`;
}

/** Prints a result: a table of each strategy at its highest m, one sentence on what to see in it, and the sweeps. */
export function printResult(result: BenchResult, terminal: Terminal): void {
  if (result.cells.length === 0) return;
  const rows = representatives(result.cells);
  print(terminal);
  print(terminal, benchTable(rows));
  const sentence = headline({ ...result, cells: rows });
  if (sentence !== undefined) {
    print(terminal);
    print(terminal, sentence);
  }
  for (const curve of result.curves) {
    print(terminal);
    for (const line of curveText(curve)) print(terminal, line);
  }
}
