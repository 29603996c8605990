import { headline } from '../../bench/report/text/headline.ts';
import { cellName } from '../../bench/result/cell-group.ts';
import { representatives } from '../../bench/result/representatives.ts';
import type { BenchResult, BenchSettings } from '../../bench/result/result.ts';
import { formatDuration } from '../../lib/units/duration.ts';
import { type CommandContext, note, print } from '../terminal/command-context.ts';
import { benchTable } from './bench-table.ts';
import { curveText } from './curve-text.ts';

/** What is the same for all cells: one line, and another on the schedule where requests start on one. */
export function settingsLine({ codes, seed, timeScale, timeoutMs, clients }: BenchSettings): string {
  const flags = codes.length === 1 ? '1 flag' : `${codes.length} flags`;
  return `${flags} a cell; seed ${seed}, time scale ${timeScale}, timeout ${formatDuration(timeoutMs)}${scheduleLine(codes, clients)}`;
}

function scheduleLine(codes: readonly string[], clients: BenchSettings['clients'] = []): string {
  const open = clients.find(({ kind }) => kind === 'open');
  if (open?.kind !== 'open') return '';
  const schedule = `${open.ratePerSecond} requests a second for ${formatDuration(open.durationMs)}, ${open.arrivals}`;
  const different = new Set(codes).size;
  return `\n${schedule}: ${different} flags in turn, each time the next attempt`;
}

/** Prints a result: a table of each strategy at its highest m, one sentence on what to see in it, and the sweeps. */
export function printResult(result: BenchResult, context: CommandContext): void {
  if (result.cells.length === 0) return;
  const rows = representatives(result.cells);
  print(context);
  print(context, benchTable(rows));
  const sentence = headline({ ...result, cells: rows });
  if (sentence !== undefined) {
    print(context);
    print(context, sentence);
  }
  for (const curve of result.curves) {
    print(context);
    for (const line of curveText(curve)) print(context, line);
  }
}

/** Says what casts doubt on a result: cells that failed, and the warnings. */
export function noteDoubts({ cells, warnings }: BenchResult, context: CommandContext): void {
  for (const cell of cells) if ('error' in cell) note(context, `error: ${cellName(cell)}: ${cell.error}`);
  for (const { message, hint } of warnings) note(context, `warning: ${message}; ${hint}`);
}
