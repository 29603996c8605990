import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { DataError, messageOf } from '../../lib/errors.ts';
import { escapeHtml } from '../../lib/escape-html.ts';
import type { ItemRecord } from '../item-record.ts';
import type { BenchResult } from '../result.ts';
import { reportData } from './html/report-data.ts';

/** Where the data goes: the element that the page reads. */
const DATA = '<script id="data" type="application/json"></script>';
const TITLE = /<title>[^<]*<\/title>/;

/**
 * A bench as one HTML file that needs nothing else: curves, waterfalls, distributions, costs, warnings, and how it was
 * run. It opens from disk and asks no network for anything.
 *
 * @throws DataError when the page, which is built once, was not
 */
export function htmlReport(result: BenchResult, records: readonly ItemRecord[]): string {
  const [before, after] = template().split(DATA);
  if (before === undefined || after === undefined) {
    throw new DataError(`${templateFile()} has no place for the data: make it again with npm run build:web`);
  }
  // No `<` is left, so nothing in the data can end the element or begin a comment.
  const json = JSON.stringify(reportData(result, records)).replaceAll('<', String.raw`\u003c`);
  const titled = before.replace(TITLE, () => `<title>Flag Lab bench ${escapeHtml(result.id)}</title>`);
  return `${titled}${DATA.replace('></', () => `>${json}</`)}${after}`;
}

function template(): string {
  try {
    return readFileSync(templateFile(), 'utf8');
  } catch (cause) {
    throw new DataError(`the report's page is not there (${messageOf(cause)}): make it with npm run build:web`, {
      cause,
    });
  }
}

/** In a clone, and in the published package, where all that is compiled lies under dist/. */
function templateFile(): string {
  const isClone = import.meta.url.endsWith('.ts');
  return fileURLToPath(new URL(isClone ? '../../web/dist/report.html' : '../../web/report.html', import.meta.url));
}
