import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { threadId } from 'node:worker_threads';
import { messageOf } from '../../lib/errors/message-of.ts';
import { OutputError } from '../../lib/errors/output-error.ts';
import { makeFolder } from '../../lib/make-folder.ts';

let written = 0;

/**
 * Makes the folder if it is not there and makes sure that files can be written in it.
 *
 * @throws OutputError when they cannot.
 */
export async function prepareFolder(folder: string): Promise<void> {
  const probe = join(folder, temporaryName('probe'));
  try {
    makeFolder(folder);
    // Only writing tells: permissions say nothing about a read-only disk, and nothing to root.
    await writeFile(probe, '');
    await rm(probe);
  } catch (cause) {
    throw new OutputError(`cannot write to the folder ${folder}: ${messageOf(cause)}`, { cause });
  }
}

/**
 * Saves `bytes` as `folder/name` and returns that path. The file is whole or absent: it is written under another name, then renamed.
 *
 * @throws OutputError when it cannot be written; then nothing is left of it.
 */
export async function save(folder: string, name: string, bytes: Uint8Array): Promise<string> {
  const file = join(folder, name);
  const temporary = join(folder, temporaryName(name));
  try {
    await writeFile(temporary, bytes);
    await rename(temporary, file);
    return file;
  } catch (cause) {
    await rm(temporary, { force: true });
    throw new OutputError(`cannot save ${file}: ${messageOf(cause)}`, { cause });
  }
}

/** Two threads, or two processes, may save the same flag at the same time. */
function temporaryName(name: string): string {
  return `.${name}.${process.pid}-${threadId}-${written++}.part`;
}
