import { type Doubt, doubts, doubtText } from '../../bench/report/text/doubts.ts';
import { headline } from '../../bench/report/text/headline.ts';
import { sweepAnswers } from '../../bench/report/text/sweep-answers.ts';
import { cellName } from '../../bench/result/cell-group.ts';
import type { RateCurve } from '../../bench/result/rate-curve.ts';
import type { BenchResult } from '../../bench/result/result.ts';
import { hasWork } from '../../bench/result/settings/work-settings.ts';
import { AGENT_COLUMNS, AGENTS_NOTE, type AgentRow, agentRows } from '../../bench/rows/agent-rows.ts';
import { failuresByReason } from '../../bench/rows/failures-by-reason.ts';
import { rows } from '../../bench/rows/rows.ts';
import { type CommandContext, note, noteWhole, print } from '../terminal/command-context.ts';
import type { Line } from '../terminal/line.ts';
import { lineWidth } from '../terminal/output.ts';
import { type Column, Table } from '../terminal/table.ts';
import { benchTable } from './bench-table.ts';
import type { LiveTable } from './live-table.ts';
import { RATE_HEADS, rateLines } from './rate-text.ts';
import { resumeCommandIn } from './resume-hint.ts';
import { printTimelines } from './timeline-text.ts';
import { footnote } from './words.ts';

/**
 * Prints what was measured: a table of each strategy at its highest m, or of each rate, the words in it, why items
 * failed, and what faults that changed did.
 *
 * @param live the table, where most of it was printed while the bench ran
 */
export function printFigures(result: BenchResult, context: CommandContext, live?: LiveTable): void {
  if (result.cells.length === 0) return;
  const shown = rows(result);
  const { heads, lines } =
    result.rateCurves === undefined
      ? benchTable(shown, lineWidth(context.stdout), hasWork(result))
      : { heads: RATE_HEADS, lines: rateTables(result.rateCurves, lineWidth(context.stdout)) };
  if (live === undefined) {
    print(context);
    for (const line of lines) print(context, line);
  } else live.end();
  // On a terminal, where somebody may read it who has never seen such a table.
  if (context.stdout.isTTY) {
    print(context);
    print(context, footnote(live?.heads ?? heads));
  }
  const failures = failuresByReason(shown);
  if (failures.length > 0) print(context);
  for (const { where, reasons } of failures) print(context, `Errors of ${where}: ${reasons}`);
  printTimelines(result, context);
  printAgents(result, context);
}

/** Prints who sent the load, where several machines did. */
export function printAgents({ cells }: Pick<BenchResult, 'cells'>, context: CommandContext): void {
  const agents = agentRows(cells);
  if (agents.length === 0) return;
  const columns = AGENT_COLUMNS.map(({ head, align, text }, i): Column<AgentRow> => {
    return { head, align, cell: text, ...(i === 0 && { long: 'cut' }) };
  });
  const table = new Table(columns, agents, lineWidth(context.stdout));
  print(context);
  for (const line of [table.head, ...agents.flatMap((row) => table.lines(row))]) print(context, line);
  if (context.stdout.isTTY) print(context, AGENTS_NOTE);
}

/** Prints the answer at the end of a bench: a line on each sweep, and last of all a sentence or two on the race. */
export function printAnswer(result: BenchResult, context: CommandContext): void {
  for (const block of [sweepAnswers(result), raceAnswer(result)]) {
    if (block.length > 0) print(context);
    for (const line of block) print(context, line);
  }
}

/** Prints the answer at the beginning of a report: first of all the race. */
export function printAnswerFirst(result: BenchResult, context: CommandContext): void {
  const lines = [...raceAnswer(result), ...sweepAnswers(result)];
  for (const line of lines) print(context, line);
  if (lines.length > 0) print(context);
}

/** Of rates that rise, the answer is what each server takes. */
function raceAnswer(result: BenchResult): Line[] {
  const texts = result.rateCurves?.map(({ answer }) => answer) ?? [headline(result)];
  return texts.flatMap((text) => (text === undefined ? [] : [{ text, tone: 'answer' as const }]));
}

function rateTables(curves: readonly RateCurve[], width: number): Line[] {
  return curves.flatMap((curve, i) => [...(i === 0 ? [] : ['']), ...rateLines(curve, width)]);
}

/** Says what casts doubt on a result: cells that failed, and the warnings. */
export function noteDoubts(result: BenchResult, context: CommandContext): void {
  const errors = result.cells.flatMap((cell) => ('error' in cell ? [`error: ${cellName(cell)}: ${cell.error}`] : []));
  const found = doubts(result);
  if (errors.length + found.length > 0 && context.stderr.isTTY) note(context, '');
  for (const line of errors) note(context, line);
  for (const doubt of found) noteDoubt(doubt, context);
}

/** What is to be pasted has a line of its own on a terminal, where it would be broken amid a sentence. */
function noteDoubt(doubt: Doubt, context: CommandContext): void {
  const text = `warning: ${doubtText(doubt)}`;
  const command = context.stderr.isTTY ? resumeCommandIn(doubt.hint) : undefined;
  if (command === undefined) note(context, text);
  else {
    note(context, `${text.slice(0, -command.length).trimEnd()}:`);
    noteWhole(context, command);
  }
}
