import { doubts, doubtText } from '../../bench/report/text/doubts.ts';
import { headline } from '../../bench/report/text/headline.ts';
import { cellName } from '../../bench/result/cell-group.ts';
import { openText } from '../../bench/result/own-client.ts';
import { requestSettingsText } from '../../bench/result/request-settings.ts';
import type { BenchResult, BenchSettings } from '../../bench/result/result.ts';
import { serviceText } from '../../bench/result/service.ts';
import { repeatText } from '../../bench/result/tested-server.ts';
import { failuresByReason } from '../../bench/rows/failures-by-reason.ts';
import { rows } from '../../bench/rows/rows.ts';
import { counted } from '../../lib/units/counted.ts';
import { formatDuration } from '../../lib/units/duration.ts';
import { type CommandContext, note, print } from '../terminal/command-context.ts';
import { wrapped } from '../terminal/wrapped.ts';
import { benchTable, benchTableHeads } from './bench-table.ts';
import { curveAnswers, curveText } from './curve-text.ts';
import { footnote } from './words.ts';

/** What is the same for all cells: one line, and another on the schedule where requests start on one. */
export function settingsLine(settings: BenchSettings): string {
  const { codes, servers, seed, timeScale, timeoutMs, attached, service, clients, ...requests } = settings;
  const items = `${counted(codes.length, service === undefined ? 'flag' : 'item')} a cell${repeatText(servers)}`;
  const fates = service === undefined ? `seed ${seed}, time scale ${timeScale}, ` : '';
  const where = service === undefined ? attached && `on the lab at ${attached}` : serviceText(service);
  const what = `${fates}timeout ${formatDuration(timeoutMs)}${requestSettingsText(requests)}`;
  return `${items}; ${what}${where === undefined ? '' : `; ${where}`}${scheduleLine(codes, clients)}`;
}

function scheduleLine(codes: readonly string[], clients: BenchSettings['clients'] = []): string {
  const open = clients.find(({ kind }) => kind === 'open');
  if (open?.kind !== 'open') return '';
  const different = new Set(codes).size;
  return `\n${openText(open)}: ${different} flags in turn, each time the next attempt`;
}

/** Prints what was measured: a table of each strategy at its highest m, and the sweeps. */
export function printFigures(result: BenchResult, context: CommandContext): void {
  if (result.cells.length === 0) return;
  print(context);
  const shown = rows(result);
  print(context, benchTable(shown));
  if (context.stdout.isTTY) printFootnote(shown, context);
  const failures = failuresByReason(shown);
  if (failures.length > 0) print(context);
  for (const { where, reasons } of failures) {
    for (const line of wrapped(`Errors of ${where}: ${reasons}`, context.stdout)) print(context, line);
  }
  for (const curve of result.curves) {
    print(context);
    for (const line of curveText(curve)) print(context, line);
  }
}

/** On a terminal, where somebody may read it who has never seen such a table. */
function printFootnote(shown: ReturnType<typeof rows>, context: CommandContext): void {
  print(context);
  for (const line of wrapped(footnote(benchTableHeads(shown)), context.stdout)) print(context, line);
}

/** Prints the answer, which stands last on the screen: one sentence on the race, and one on each sweep. */
export function printAnswer(result: BenchResult, context: CommandContext): void {
  const answers = [headline(result), ...result.curves.flatMap(curveAnswers)].filter((answer) => answer !== undefined);
  if (answers.length > 0) print(context);
  for (const answer of answers) for (const line of wrapped(answer, context.stdout)) print(context, line);
}

/** Says what casts doubt on a result: cells that failed, and the warnings. */
export function noteDoubts(result: BenchResult, context: CommandContext): void {
  for (const cell of result.cells) if ('error' in cell) note(context, `error: ${cellName(cell)}: ${cell.error}`);
  for (const doubt of doubts(result))
    for (const line of wrapped(`warning: ${doubtText(doubt)}`, context.stderr)) note(context, line);
}
