import { recordsCsv } from '../../../bench/report/csv.ts';
import { htmlReport } from '../../../bench/report/html/html-report.ts';
import { markdownReport } from '../../../bench/report/markdown/markdown-report.ts';
import { loadRun } from '../../../bench/store/store.ts';
import { noteDoubts, printAnswer, printFigures, settingsLine } from '../../result-text/bench-text.ts';
import { type CommandContext, note, print } from '../../terminal/command-context.ts';
import type { REPORT_FORMATS } from './report-formats.ts';

/** The options of `flaglab report`. */
export interface ReportOptions {
  readonly results: string;
  readonly format: (typeof REPORT_FORMATS)[number];
}

/** Prints a report of a kept run. */
export async function report(run: string, { results, format }: ReportOptions, context: CommandContext): Promise<void> {
  const { result, records } = await loadRun(results, run);
  switch (format) {
    case 'text':
      note(context, `${result.id}  ${result.commandLine}`);
      print(context, settingsLine(result));
      printFigures(result, context);
      noteDoubts(result, context);
      return printAnswer(result, context);
    case 'json':
      return print(context, JSON.stringify(result));
    case 'markdown':
      return void context.stdout.write(markdownReport(result, []));
    case 'csv':
      return void context.stdout.write(recordsCsv(records, result));
    case 'html':
      return void context.stdout.write(htmlReport(result, records));
  }
}
