import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { notWritten, TemporaryFolder } from './temporary-folder.ts';

/** A file in a temporary folder of its own. `await using` removes both. */
export class TemporaryFile implements AsyncDisposable {
  readonly path: string;
  readonly #folder: TemporaryFolder;

  private constructor(folder: TemporaryFolder, name: string) {
    this.#folder = folder;
    this.path = join(folder.path, name);
  }

  /** @throws OutputError when the system's temporary folder cannot be written */
  static async write(name: string, text: string): Promise<TemporaryFile> {
    const file = new TemporaryFile(await TemporaryFolder.make(), name);
    try {
      await writeFile(file.path, text);
      return file;
    } catch (cause) {
      await file[Symbol.asyncDispose]();
      throw notWritten(tmpdir(), cause);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#folder[Symbol.asyncDispose]();
  }
}
