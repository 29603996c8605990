import { doubts, doubtText } from '../../bench/report/text/doubts.ts';
import { headline } from '../../bench/report/text/headline.ts';
import { cellName } from '../../bench/result/cell-group.ts';
import { climbAmong, climbText, openText } from '../../bench/result/own-client.ts';
import type { RateCurve } from '../../bench/result/rate-curve.ts';
import { requestSettingsText } from '../../bench/result/request-settings.ts';
import type { BenchResult, BenchSettings } from '../../bench/result/result.ts';
import { repeatText } from '../../bench/result/tested-server.ts';
import { failuresByReason } from '../../bench/rows/failures-by-reason.ts';
import { rows } from '../../bench/rows/rows.ts';
import { counted } from '../../lib/units/counted.ts';
import { formatDuration } from '../../lib/units/duration.ts';
import { type CommandContext, note, print } from '../terminal/command-context.ts';
import { wrapped } from '../terminal/wrapped.ts';
import { benchTable, benchTableHeads } from './bench-table.ts';
import { curveAnswers, curveText } from './curve-text.ts';
import { RATE_HEADS, rateText } from './rate-text.ts';
import { footnote } from './words.ts';

/** What is the same for all cells: one line, and another on the schedule where requests start on one. */
export function settingsLine({
  codes,
  servers,
  seed,
  timeScale,
  timeoutMs,
  clients,
  ...requests
}: BenchSettings): string {
  const items =
    climbAmong(clients) === undefined
      ? `${counted(codes.length, 'flag')} a cell`
      : `${counted(codes.length, 'flag')} in turn, each time the next attempt`;
  return `${items}${repeatText(servers)}; seed ${seed}, time scale ${timeScale}, timeout ${formatDuration(timeoutMs)}${requestSettingsText(requests)}${scheduleLine(codes, clients)}`;
}

function scheduleLine(codes: readonly string[], clients: BenchSettings['clients'] = []): string {
  const climb = climbAmong(clients);
  if (climb !== undefined) return `\n${climbText(climb)}`;
  const open = clients.find(({ kind }) => kind === 'open');
  if (open?.kind !== 'open') return '';
  const different = new Set(codes).size;
  return `\n${openText(open)}: ${different} flags in turn, each time the next attempt`;
}

/** Prints what was measured: a table of each strategy at its highest m, and the sweeps, or what came of each rate. */
export function printFigures(result: BenchResult, context: CommandContext): void {
  if (result.cells.length === 0) return;
  print(context);
  const shown = rows(result);
  const { rateCurves } = result;
  const [table, heads] =
    rateCurves === undefined ? [benchTable(shown), benchTableHeads(shown)] : [rateTables(rateCurves), RATE_HEADS];
  print(context, table);
  if (context.stdout.isTTY) printFootnote(heads, context);
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
function printFootnote(heads: readonly string[], context: CommandContext): void {
  print(context);
  for (const line of wrapped(footnote(heads), context.stdout)) print(context, line);
}

function rateTables(curves: readonly RateCurve[]): string {
  return curves.map((curve) => rateText(curve).join('\n')).join('\n\n');
}

/** Prints the answer, which stands last on the screen: one sentence on the race, and one on each sweep, or on each server's rate. */
export function printAnswer(result: BenchResult, context: CommandContext): void {
  const first = result.rateCurves?.map(({ answer }) => answer) ?? [headline(result)];
  const answers = [...first, ...result.curves.flatMap(curveAnswers)].filter((answer) => answer !== undefined);
  if (answers.length > 0) print(context);
  for (const answer of answers) for (const line of wrapped(answer, context.stdout)) print(context, line);
}

/** Says what casts doubt on a result: cells that failed, and the warnings. */
export function noteDoubts(result: BenchResult, context: CommandContext): void {
  for (const cell of result.cells) if ('error' in cell) note(context, `error: ${cellName(cell)}: ${cell.error}`);
  for (const doubt of doubts(result))
    for (const line of wrapped(`warning: ${doubtText(doubt)}`, context.stderr)) note(context, line);
}
