import { recordsCsv } from '../../../bench/report/csv.ts';
import { htmlReport } from '../../../bench/report/html/html-report.ts';
import { markdownReport } from '../../../bench/report/markdown/markdown-report.ts';
import { loadRun } from '../../../bench/result/store.ts';
import { noteDoubts, printResult, settingsLine } from '../../result-text/bench-text.ts';
import { note, print, type Terminal } from '../../terminal/terminal.ts';
import type { REPORT_FORMATS } from './report-formats.ts';

/** The options of `flaglab report`. */
export interface ReportOptions {
  readonly results: string;
  readonly format: (typeof REPORT_FORMATS)[number];
}

/** Prints a report of a kept run. */
export async function report(run: string, { results, format }: ReportOptions, terminal: Terminal): Promise<void> {
  const { result, records } = await loadRun(results, run);
  switch (format) {
    case 'text':
      note(terminal, `${result.id}  ${result.commandLine}`);
      print(terminal, settingsLine(result));
      printResult(result, terminal);
      return noteDoubts(result, terminal);
    case 'json':
      return print(terminal, JSON.stringify(result));
    case 'markdown':
      return void terminal.stdout.write(markdownReport(result, []));
    case 'csv':
      return void terminal.stdout.write(recordsCsv(records, result));
    case 'html':
      return void terminal.stdout.write(htmlReport(result, records));
  }
}
