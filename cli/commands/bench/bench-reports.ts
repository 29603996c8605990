import { dirname } from 'node:path';
import type { AssertionCheck } from '../../../bench/criteria/assertion.ts';
import type { BenchRun } from '../../../bench/experiment/run-bench.ts';
import { recordsCsv } from '../../../bench/report/csv.ts';
import { htmlReport, requirePage } from '../../../bench/report/html/html-report.ts';
import { junitReport } from '../../../bench/report/junit.ts';
import { markdownReport } from '../../../bench/report/markdown/markdown-report.ts';
import { resultsArgument } from '../../../bench/result/settings/results-folder.ts';
import type { RunStore } from '../../../bench/store/store.ts';
import { OutputError } from '../../../lib/errors/output-error.ts';
import { lessonSentence } from '../../result-text/lesson-sentence.ts';
import { type CommandContext, note } from '../../terminal/command-context.ts';
import { pathFromHere } from '../../terminal/path-from-here.ts';
import { checkWritable, writeText } from '../../terminal/write-text.ts';

/** Files that a run can be written to, beside what is kept of it in any case. */
export interface ReportFiles {
  readonly junit?: string;
  readonly markdown?: string;
  readonly csv?: string;
}

/** The page that each kept run has. */
const PAGE = 'report.html';

/**
 * Checks the files, and the page that each run has, before the run begins.
 *
 * @throws OutputError for one that cannot be written, DataError when the page is not there
 */
export async function checkReportFiles({ junit, markdown, csv }: ReportFiles = {}): Promise<void> {
  requirePage();
  for (const file of [junit, markdown, csv]) if (file !== undefined) await checkWritable(file);
}

/** Writes the files that were asked for. */
export async function writeReportFiles(
  { result, records }: BenchRun,
  checks: readonly AssertionCheck[],
  { junit, markdown, csv }: ReportFiles,
): Promise<void> {
  if (junit !== undefined) await writeText(junit, junitReport(result, checks));
  if (markdown !== undefined) await writeText(markdown, markdownReport(result, checks));
  if (csv !== undefined) await writeText(csv, recordsCsv(records, result));
}

/**
 * Writes the run's page beside its records. Resolves to its path, as short as it can be said from here.
 *
 * @throws OutputError when it cannot be written, with what to do then
 */
export async function writePage({ result, records }: BenchRun, store: RunStore): Promise<string> {
  const page = htmlReport(result, records, { foretold: await lessonSentence(result) });
  try {
    return pathFromHere(await store.writeReport(PAGE, page));
  } catch (cause) {
    if (!(cause instanceof OutputError)) throw cause;
    const again = `npx flaglab report ${result.id}${resultsArgument(pathFromHere(dirname(store.folder)))}`;
    throw new OutputError(`${cause.message}. All that was measured is kept: ${again} makes its page`, { cause });
  }
}

/** Lists the run in the index; where that cannot be, says why, and that nothing is lost by it. */
export function noteUnlisted(store: RunStore, context: CommandContext): void {
  const why = store.list();
  if (why !== undefined)
    note(context, `warning: ${why}; this run is kept in ${pathFromHere(store.folder)} all the same`);
}
