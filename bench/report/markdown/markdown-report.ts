import { formatDuration } from '../../../lib/units/duration.ts';
import type { AssertionCheck } from '../../criteria/assertion.ts';
import { type CellResult, isMeasured, type MeasuredCell } from '../../result/cell.ts';
import { cellName, shortLevel } from '../../result/cell-group.ts';
import type { Curve } from '../../result/curve.ts';
import { type FigureName, figure, figureText, figureTitle } from '../../result/figures.ts';
import type { BenchResult } from '../../result/result.ts';
import { hooksIn } from '../../result/settings/hooks.ts';
import type { TestedServer } from '../../result/tested-server.ts';
import { BYTES } from '../../result/unit.ts';
import { AGENT_COLUMNS, AGENTS_NOTE, agentRows } from '../../rows/agent-rows.ts';
import { type Failures, failuresByReason } from '../../rows/failures-by-reason.ts';
import { rowsOfEachLevel } from '../../rows/rows.ts';
import { doubts, doubtText } from '../text/doubts.ts';
import { headline } from '../text/headline.ts';
import { noiseText } from '../text/noise-text.ts';
import { type TimeReport, timeReports } from '../text/time-report.ts';
import { escapeMarkdown, markdownCode } from './escape-markdown.ts';
import { type MarkdownColumn, markdownTable } from './markdown-table.ts';

interface Column extends MarkdownColumn {
  readonly text: (cell: MeasuredCell) => string;
}

const COLUMNS: readonly Column[] = [
  column('server', ({ server }) => escapeMarkdown(server), 'left'),
  column('strategy', ({ strategy }) => escapeMarkdown(strategy), 'left'),
  column('m', shortLevel),
  ofFigure('items'),
  column('ok', ({ outcomes }) => String(outcomes.ok)),
  ...(['errors', 'elapsed', 'goodput', 'efficiency', 'p50', 'p95', 'cpu', 'peakRss'] as const).map(ofFigure),
];

/**
 * A bench as Markdown for the comment on a pull request: what there is to see, the assertions, a table with one line for
 * each server, strategy and m (of repetitions, the medians), where the time went of those far from the ideal, the knees, the
 * warnings, and how it was run.
 */
export function markdownReport(result: BenchResult, checks: readonly AssertionCheck[]): string {
  const sentence = headline(result);
  const blocks = [
    `## Flag Lab: ${escapeMarkdown(title(result, checks))}`,
    ...(sentence === undefined ? [] : [escapeMarkdown(sentence)]),
    ...list('', checks.map(checkLine)),
    ...table(result),
    ...list('**Where the time went**', timeReports(rowsOfEachLevel(result), result).map(timeLine)),
    ...list('**Errors**', failuresByReason(rowsOfEachLevel(result)).map(reasonLine)),
    ...list('**Sweeps**', result.curves.flatMap(sweepLines).map(escapeMarkdown)),
    ...agentTable(result),
    ...list('**Failed**', result.cells.filter((cell) => !isMeasured(cell)).map(failureLine)),
    ...list('**Warnings**', doubts(result).map(doubtText).map(escapeMarkdown)),
    howItWasRun(result),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function title({ cells, planned }: BenchResult, checks: readonly AssertionCheck[]): string {
  const failed = cells.filter((cell) => !isMeasured(cell)).length;
  const broken = checks.filter(({ ok }) => !ok).length;
  const parts = [`${cells.length - failed} of ${Math.max(planned.length, cells.length)} cells measured`];
  if (checks.length > 0) parts.push(`${checks.length - broken} of ${checks.length} assertions hold`);
  return parts.join(', ');
}

function sweepLines({ server, strategy, verdict, highest }: Curve): string[] {
  return [
    ...(verdict === undefined ? [] : [verdict.sentence]),
    ...(highest === undefined ? [] : [`${strategy} on ${server}: ${highest.sentence}`]),
  ];
}

function checkLine({ ok, sentence }: AssertionCheck): string {
  return ok ? escapeMarkdown(sentence) : `**Fails**: ${escapeMarkdown(sentence)}`;
}

function table(result: BenchResult): string[] {
  const rows = rowsOfEachLevel(result).filter(isMeasured);
  return rows.length === 0
    ? []
    : [
        markdownTable(
          headed(result),
          rows.map((cell) => COLUMNS.map(({ text }) => text(cell))),
        ),
      ];
}

function timeLine(report: TimeReport): string {
  const { whole, pieces, advice } = report;
  const parts = pieces.map(({ percent, title }) => `${percent} % ${title}`).join('; ');
  return escapeMarkdown(`${cellName(report)}, ${whole}: ${parts}. ${advice}`);
}

/** Who sent the load, where several machines did. */
function agentTable({ cells }: BenchResult): string[] {
  const agents = agentRows(cells);
  if (agents.length === 0) return [];
  const texts = agents.map((row) => AGENT_COLUMNS.map(({ text }) => escapeMarkdown(text(row))));
  return ['**Agents**', markdownTable(AGENT_COLUMNS, texts), AGENTS_NOTE];
}

/** Where the rate rises, it is what tells the rows apart, and m is not. */
function headed({ rateCurves }: BenchResult): readonly Column[] {
  return rateCurves === undefined ? COLUMNS : COLUMNS.map((one) => (one.head === 'm' ? { ...one, head: 'rate' } : one));
}

function reasonLine({ where, reasons }: Failures): string {
  return escapeMarkdown(`${where}: ${reasons}`);
}

function failureLine(cell: CellResult): string {
  return escapeMarkdown(`${cellName(cell)}, repetition ${cell.repetition}: ${'error' in cell ? cell.error : ''}`);
}

function howItWasRun(result: BenchResult): string {
  const { id, startedAt, commandLine, seed, timeScale, timeoutMs, servers, machine, versions } = result;
  return [
    '<details><summary>How it was run</summary>',
    '',
    `- ${markdownCode(commandLine)}`,
    `- run ${markdownCode(id)}, ${startedAt}, seed ${seed}, time scale ${timeScale}, timeout ${formatDuration(timeoutMs)}`,
    ...servers.map(serverLine),
    ...hooksIn(result).map(({ name, command }) => `- --${name}: ${markdownCode(command)}`),
    `- ${escapeMarkdown(`${machine.cpu}, ${machine.cores} cores, ${BYTES.text(machine.memoryBytes)}, ${machine.platform}${noiseText(machine)}`)}`,
    `- ${escapeMarkdown(`flaglab ${versions.flaglab}, Node ${versions.node}, undici ${versions.undici}`)}`,
    '',
    '</details>',
  ].join('\n');
}

function serverLine({ label, faults, schedule }: TestedServer): string {
  const then = schedule === undefined ? '' : `, then ${markdownCode(schedule)}`;
  return `- ${escapeMarkdown(label)}: ${markdownCode(faults)}${then}`;
}

function list(heading: string, lines: readonly string[]): string[] {
  if (lines.length === 0) return [];
  const items = lines.map((line) => `- ${line}`).join('\n');
  return heading === '' ? [items] : [heading, items];
}

function column(head: string, text: Column['text'], align: Column['align'] = 'right'): Column {
  return { head, text, align };
}

function ofFigure(name: FigureName): Column {
  const shown = figure(name);
  return column(figureTitle(shown), (cell) => figureText(shown, cell));
}
