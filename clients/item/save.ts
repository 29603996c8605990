import { closeSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { open, rename, rm, writeFile } from 'node:fs/promises';
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
 * @param times how often the bytes are in the file, one after the other
 * @throws OutputError when it cannot be written; then nothing is left of it.
 */
export async function save(folder: string, name: string, bytes: Uint8Array, times = 1): Promise<string> {
  const file = join(folder, name);
  const temporary = join(folder, temporaryName(name));
  try {
    await writeTimes(temporary, bytes, times);
    await rename(temporary, file);
    return file;
  } catch (cause) {
    await rm(temporary, { force: true });
    throw new OutputError(`cannot save ${file}: ${messageOf(cause)}`, { cause });
  }
}

/** The same, while the event loop waits for the disk. */
export function saveSync(folder: string, name: string, bytes: Uint8Array, times = 1): string {
  const file = join(folder, name);
  const temporary = join(folder, temporaryName(name));
  try {
    writeTimesSync(temporary, bytes, times);
    renameSync(temporary, file);
    return file;
  } catch (cause) {
    rmSync(temporary, { force: true });
    throw new OutputError(`cannot save ${file}: ${messageOf(cause)}`, { cause });
  }
}

/** Written piece by piece: what is saved a thousand times as large need not be in memory. */
async function writeTimes(file: string, bytes: Uint8Array, times: number): Promise<void> {
  await using handle = await open(file, 'w');
  for (let time = 0; time < times; time++) await handle.writeFile(bytes);
}

function writeTimesSync(file: string, bytes: Uint8Array, times: number): void {
  const descriptor = openSync(file, 'w');
  try {
    for (let time = 0; time < times; time++) writeFileSync(descriptor, bytes);
  } finally {
    closeSync(descriptor);
  }
}

/** Two threads, or two processes, may save the same flag at the same time. */
function temporaryName(name: string): string {
  return `.${name}.${process.pid}-${threadId}-${written++}.part`;
}
