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

/** The result that a run's folder holds or, as a list says it, what is wrong with the run: `gone`, or `damaged: …`. */
export function resultOrDamage(folder: string): { readonly result: BenchResult } | { readonly damage: string } {
  if (!existsSync(folder)) return { damage: 'gone' };
  try {
    return { result: readSummary(folder, SUMMARY) };
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    return { damage: `damaged: ${error.message.replace(`${SUMMARY} is damaged: `, '')}` };
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
