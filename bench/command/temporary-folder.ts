import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { messageOf } from '../../lib/errors/message-of.ts';
import { OutputError } from '../../lib/errors/output-error.ts';
import { FOLDER_PREFIX, startCaretaker } from './caretaker.ts';

/** A folder in the system's temporary one. `await using` removes it with all that is in it; so does the end of this process. */
export class TemporaryFolder implements AsyncDisposable {
  readonly path: string;

  private constructor(path: string) {
    this.path = path;
  }

  /** @throws OutputError when the system's temporary folder cannot be written */
  static async make(): Promise<TemporaryFolder> {
    const parent = tmpdir();
    startCaretaker();
    try {
      return new TemporaryFolder(await mkdtemp(join(parent, FOLDER_PREFIX)));
    } catch (cause) {
      throw notWritten(parent, cause);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.path, { recursive: true, force: true });
  }
}

/** What is thrown where the temporary folder is of no use. */
export function notWritten(folder: string, cause: unknown): OutputError {
  return new OutputError(
    `the temporary folder ${folder} cannot be written (${messageOf(cause)}): set TMPDIR to a folder that can`,
    { cause },
  );
}
