import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DataError } from '../../lib/errors/data-error.ts';
import { messageOf } from '../../lib/errors/message-of.ts';
import type { BenchResult } from '../result/result.ts';
import { parseResult } from './parse-result.ts';
import { SUMMARY } from './run-files.ts';

/**
 * The result that a run's folder holds.
 *
 * @param file what messages call it; default: its path
 * @throws DataError when it is gone or damaged
 */
export function readSummary(folder: string, file: string = join(folder, SUMMARY)): BenchResult {
  return parseResult(textOf(join(folder, SUMMARY), file), file);
}

/** What is wrong with a run, as a list says it: `gone`, or `damaged: …`; undefined where its summary can be read. */
export function damageOf(folder: string): string | undefined {
  if (!existsSync(folder)) return 'gone';
  try {
    readSummary(folder, SUMMARY);
    return undefined;
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    return `damaged: ${error.message.replace(`${SUMMARY} is damaged: `, '')}`;
  }
}

function textOf(path: string, file: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') throw new DataError(`${file} is gone`, { cause });
    throw new DataError(`${file} cannot be read: ${messageOf(cause)}`, { cause });
  }
}
