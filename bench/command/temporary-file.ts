import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { messageOf } from '../../lib/errors/message-of.ts';
import { OutputError } from '../../lib/errors/output-error.ts';

/** A file in a temporary folder of its own. `await using` removes both. */
export class TemporaryFile implements AsyncDisposable {
  readonly path: string;
  readonly #folder: string;

  private constructor(folder: string, name: string) {
    this.#folder = folder;
    this.path = join(folder, name);
  }

  /** @throws OutputError when the system's temporary folder cannot be written */
  static async write(name: string, text: string): Promise<TemporaryFile> {
    const parent = tmpdir();
    try {
      const file = new TemporaryFile(await mkdtemp(join(parent, 'flaglab-')), name);
      await writeFile(file.path, text).catch(async (cause: unknown) => {
        await file[Symbol.asyncDispose]();
        throw cause;
      });
      return file;
    } catch (cause) {
      throw new OutputError(
        `the temporary folder ${parent} cannot be written (${messageOf(cause)}): set TMPDIR to a folder that can`,
        { cause },
      );
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
  }
}
