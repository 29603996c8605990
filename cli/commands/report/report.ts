import { checkAssertions, parseAssertion } from '../../../bench/criteria/assertion.ts';
import { recordsCsv } from '../../../bench/report/csv.ts';
import { htmlReport } from '../../../bench/report/html/html-report.ts';
import { markdownReport } from '../../../bench/report/markdown/markdown-report.ts';
import type { BenchResult } from '../../../bench/result/result.ts';
import { loadRun } from '../../../bench/store/load-run.ts';
import { noteDoubts, printAnswerFirst, printFigures } from '../../result-text/bench-text.ts';
import { printCurves } from '../../result-text/curve-text.ts';
import { printExplanations } from '../../result-text/explanations.ts';
import { lessonSentence } from '../../result-text/lesson-sentence.ts';
import { withResumeHint } from '../../result-text/resume-hint.ts';
import { settingsLine } from '../../result-text/settings-line.ts';
import { type CommandContext, note, print, printJson, printText } from '../../terminal/command-context.ts';
import type { REPORT_FORMATS } from './report-formats.ts';

/** The options of `flaglab report`. */
export interface ReportOptions {
  readonly results: string;
  readonly format: (typeof REPORT_FORMATS)[number];
  /** Whether to say, in the text, where time was lost, and what the scalability law and Kneedle find in a sweep. */
  readonly explain?: boolean;
}

/** Prints a report of a kept run. */
export async function report(
  run: string,
  { results, format, explain = false }: ReportOptions,
  context: CommandContext,
): Promise<void> {
  const { result: kept, records, folder } = await loadRun(results, run);
  const result = withResumeHint(kept, folder);
  const foretold = await lessonSentence(result);
  const isWhole = result.cells.length === result.planned.length;
  const checks = isWhole ? checkAssertions((result.assertions ?? []).map(parseAssertion), result) : [];
  if (format !== 'text') noteMissingRecords(result, context);
  switch (format) {
    case 'text':
      printAnswerFirst(result, context);
      print(context, `Run ${result.id}: ${result.commandLine}`);
      print(context, settingsLine(result));
      if (foretold !== undefined) print(context, foretold);
      printFigures(result, context);
      printCurves(result.curves, context);
      if (explain) printExplanations(result, context);
      noteDoubts(result, context);
      for (const { sentence } of checks) note(context, `assertion: ${sentence}`);
      return;
    case 'json':
      return printJson(context, result);
    case 'markdown':
      return printText(context, markdownReport(result, checks));
    case 'csv':
      return printText(context, recordsCsv(records, result));
    case 'html':
      return printText(context, htmlReport(result, records, { foretold }));
  }
}

/** What goes to a file or another program may have no place for a warning, such as CSV. */
function noteMissingRecords({ warnings }: BenchResult, context: CommandContext): void {
  for (const { kind, message, hint } of warnings) {
    if (kind === 'records-missing') note(context, `warning: ${message}; ${hint}`);
  }
}
