import { open, writeFile } from 'node:fs/promises';
import { messageOf } from '../../lib/errors/message-of.ts';
import { OutputError } from '../../lib/errors/output-error.ts';

/**
 * Checks that a file can be written: better known before the work than after it.
 *
 * @throws OutputError
 */
export async function checkWritable(file: string): Promise<void> {
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
