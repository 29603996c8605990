import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DataError } from '../../lib/errors/data-error.ts';
import { messageOf } from '../../lib/errors/message-of.ts';
import { issueText } from '../../lib/schema/issue-text.ts';
import { type ItemRecord, itemRecordSchema } from '../result/item-record.ts';
import { RECORDS } from './run-files.ts';

/**
 * The records of a run's folder, as far as there are any.
 *
 * @param cells how many cells the summary counts
 * @throws DataError when the file cannot be read, or holds what is no record
 */
export async function readRecords(folder: string, cells: number): Promise<ItemRecord[]> {
  const file = join(folder, RECORDS);
  const lines = (await textOf(file)).split('\n');
  return lines.flatMap((line, i) => (line === '' ? [] : recordOf(line, i + 1, cells, file)));
}

/** Nothing where there is no such file. */
async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw new DataError(`${file} cannot be read: ${messageOf(cause)}`, { cause });
  }
}

/**
 * The record on a line; none where a bench that was killed while it wrote left half a line, or where it is that of a cell
 * which the summary does not count.
 *
 * @throws DataError when it is JSON but no record
 */
function recordOf(line: string, number: number, cells: number, file: string): ItemRecord[] {
  const json = jsonOrNothing(line);
  if (json === undefined) return [];
  const parsed = itemRecordSchema.safeParse(json);
  if (parsed.success) return parsed.data.cell < cells ? [parsed.data] : [];
  throw new DataError(`${file}:${number} is no record of an item (${issueText(parsed.error)})`);
}

function jsonOrNothing(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
