import { open, stat, writeFile } from 'node:fs/promises';
import { messageOf } from '../../lib/errors/message-of.ts';
import { OutputError } from '../../lib/errors/output-error.ts';
import { UsageError } from '../../lib/errors/usage-error.ts';

/**
 * Checks that a file can be written: better known before the work than after it.
 *
 * @throws UsageError when it is a folder, OutputError when it cannot be written
 */
export async function checkWritable(file: string): Promise<void> {
  const found = await stat(file).catch(() => undefined);
  if (found?.isDirectory()) throw new UsageError(`${file} is a folder: give a file`);
  try {
    await using _handle = await open(file, 'a');
  } catch (cause) {
    throw new OutputError(`${file} cannot be written: ${messageOf(cause)}`, { cause });
  }
}

/**
 * Writes a file.
 *
 * @throws OutputError
 */
export async function writeText(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text);
  } catch (cause) {
    throw new OutputError(`${file} cannot be written: ${messageOf(cause)}`, { cause });
  }
}
