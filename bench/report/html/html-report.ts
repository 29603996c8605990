import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { DataError } from '../../../lib/errors/data-error.ts';
import { messageOf } from '../../../lib/errors/message-of.ts';
import { escapeHtml } from '../../../lib/escape-html.ts';
import { packageFile } from '../../../lib/package/package-file.ts';
import type { ItemRecord } from '../../result/item-record.ts';
import type { BenchResult } from '../../result/result.ts';
import { reportData } from './report-data.ts';

/** Where the data goes: the element that the page reads. */
const DATA = '<script id="data" type="application/json"></script>';
const TITLE = /<title>[^<]*<\/title>/;

/** What a report is made with beside its run. */
export interface ReportWays {
  /** What was foretold of the run, in one sentence; absent where nothing was. */
  readonly foretold?: string | undefined;
  /** The file of the page without data; default: where `npm run build:web`, or the package, has it. */
  readonly page?: string;
}

/**
 * A bench as one HTML file that needs nothing else: curves, waterfalls, distributions, costs, warnings, and how it was
 * run. It opens from disk and asks no network for anything.
 *
 * @throws DataError when the page is not there
 */
export function htmlReport(
  result: BenchResult,
  records: readonly ItemRecord[],
  { foretold, page = builtPage() }: ReportWays = {},
): string {
  const [before, after] = textOf(page).split(DATA);
  if (before === undefined || after === undefined) {
    throw new DataError(`${page} has no place for the data: make it again with npm run build:web`);
  }
  // No `<` is left, so nothing in the data can end the element or begin a comment.
  const json = JSON.stringify(reportData(result, records, foretold)).replaceAll('<', String.raw`\u003c`);
  const titled = before.replace(TITLE, () => `<title>Flag Lab bench ${escapeHtml(result.id)}</title>`);
  return `${titled}${DATA.replace('></', () => `>${json}</`)}${after}`;
}

/**
 * Makes sure that there is a page to put a run into, before the run.
 *
 * @param page as {@link ReportWays} has it
 * @throws DataError when it is not there
 */
export function requirePage(page = builtPage()): void {
  textOf(page);
}

function textOf(page: string): string {
  try {
    return readFileSync(page, 'utf8');
  } catch (cause) {
    throw new DataError(`the report's page cannot be read (${messageOf(cause)}): make it with npm run build:web`, {
      cause,
    });
  }
}

function builtPage(): string {
  return fileURLToPath(packageFile('web/dist/report.html', 'dist/web/report.html'));
}
