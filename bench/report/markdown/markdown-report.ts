import { formatDuration } from '../../../lib/units/duration.ts';
import type { AssertionCheck } from '../../gate/assertion.ts';
import { type CellResult, isMeasured, type MeasuredCell } from '../../result/cell.ts';
import { cellName } from '../../result/cell-group.ts';
import type { Curve } from '../../result/curve.ts';
import { representatives } from '../../result/representatives.ts';
import type { BenchResult } from '../../result/result.ts';
import { headline } from '../text/headline.ts';
import { escapeMarkdown, markdownCode } from './escape-markdown.ts';
import { type MarkdownColumn, markdownTable } from './markdown-table.ts';

/** What stands where there is no figure. */
const NOTHING = '–';

const MEGABYTE = 1024 ** 2;

interface Column extends MarkdownColumn {
  readonly text: (cell: MeasuredCell) => string;
}

const COLUMNS: readonly Column[] = [
  column('server', ({ server }) => escapeMarkdown(server), 'left'),
  column('strategy', ({ strategy }) => escapeMarkdown(strategy), 'left'),
  column('m', ({ m }) => String(m)),
  column('flags', ({ items }) => String(items)),
  column('ok', ({ outcomes }) => String(outcomes.ok)),
  column('errors', ({ items, outcomes }) => String(items - outcomes.ok - outcomes.notFound)),
  column('elapsed', ({ elapsedMs }) => `${(elapsedMs / 1000).toFixed(3)} s`),
  column('goodput', ({ goodputPerSecond }) => `${goodputPerSecond.toFixed(1)}/s`),
  column('efficiency', ({ efficiency }) => orNothing(efficiency, (share) => `${Math.round(share * 100)} %`)),
  column('p50', ({ latencyP50Ms }) => orNothing(latencyP50Ms, milliseconds)),
  column('p95', ({ latencyP95Ms }) => orNothing(latencyP95Ms, milliseconds)),
  column('CPU', ({ cpuSeconds }) => `${cpuSeconds.toFixed(2)} s`),
  column('memory', ({ peakRssBytes }) => `${(peakRssBytes / MEGABYTE).toFixed(0)} MB`),
];

/**
 * A bench as Markdown for the comment on a pull request: what there is to see, the assertions, a table with one line for
 * each server, strategy and m (of repetitions, the one with the median elapsed time), the knees, the warnings, and how it
 * was run.
 */
export function markdownReport(result: BenchResult, checks: readonly AssertionCheck[]): string {
  const sentence = headline({ ...result, cells: representatives(result.cells) });
  const blocks = [
    `## Flag Lab: ${escapeMarkdown(title(result, checks))}`,
    ...(sentence === undefined ? [] : [escapeMarkdown(sentence)]),
    ...list('', checks.map(checkLine)),
    ...table(result),
    ...list('**Sweeps**', result.curves.map(sweepLine).map(escapeMarkdown)),
    ...list('**Failed**', result.cells.filter((cell) => !isMeasured(cell)).map(failureLine)),
    ...list(
      '**Warnings**',
      result.warnings.map(({ message, hint }) => escapeMarkdown(`${message}; ${hint}`)),
    ),
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

function sweepLine({ server, strategy, knee, highest }: Curve): string {
  const sentences = [knee.sentence, ...(highest === undefined ? [] : [highest.sentence])];
  return `${server} ${strategy}: ${sentences.join('; ')}`;
}

function checkLine({ ok, sentence }: AssertionCheck): string {
  return ok ? escapeMarkdown(sentence) : `**Fails**: ${escapeMarkdown(sentence)}`;
}

function table({ cells }: BenchResult): string[] {
  const groups = [...Map.groupBy(cells, cellName).values()];
  const rows = groups.map((group) => representatives(group)[0]!).filter(isMeasured);
  return rows.length === 0
    ? []
    : [
        markdownTable(
          COLUMNS,
          rows.map((cell) => COLUMNS.map(({ text }) => text(cell))),
        ),
      ];
}

function failureLine(cell: CellResult): string {
  return escapeMarkdown(`${cellName(cell)}, repetition ${cell.repetition}: ${'error' in cell ? cell.error : ''}`);
}

function howItWasRun({
  id,
  startedAt,
  commandLine,
  seed,
  timeScale,
  timeoutMs,
  servers,
  machine,
  versions,
}: BenchResult): string {
  return [
    '<details><summary>How it was run</summary>',
    '',
    `- ${markdownCode(commandLine)}`,
    `- run ${markdownCode(id)}, ${startedAt}, seed ${seed}, time scale ${timeScale}, timeout ${formatDuration(timeoutMs)}`,
    ...servers.map(({ label, faults }) => `- ${escapeMarkdown(label)}: ${markdownCode(faults)}`),
    `- ${escapeMarkdown(`${machine.cpu}, ${machine.cores} cores, ${(machine.memoryBytes / MEGABYTE).toFixed(0)} MB, ${machine.platform}`)}`,
    `- ${escapeMarkdown(`flaglab ${versions.flaglab}, Node ${versions.node}, undici ${versions.undici}`)}`,
    '',
    '</details>',
  ].join('\n');
}

function list(heading: string, lines: readonly string[]): string[] {
  if (lines.length === 0) return [];
  const items = lines.map((line) => `- ${line}`).join('\n');
  return heading === '' ? [items] : [heading, items];
}

function column(head: string, text: Column['text'], align: Column['align'] = 'right'): Column {
  return { head, text, align };
}

function orNothing(value: number | undefined, text: (value: number) => string): string {
  return value === undefined ? NOTHING : text(value);
}

function milliseconds(ms: number): string {
  return `${ms.toFixed(1)} ms`;
}
