import { readFileSync } from 'node:fs';
import { DataError } from '../errors/data-error.ts';
import { messageOf } from '../errors/message-of.ts';
import { packageFile } from '../package/package-file.ts';

/** The folder that holds the flags, their metadata and country_codes.txt. */
export const FLAGS_DATA: URL = packageFile('flags-data/');

/**
 * Reads one file of flags-data, such as `br/br.gif`.
 *
 * @throws DataError when it is not there.
 */
export function readFlagsData(path: string): Buffer {
  try {
    return readFileSync(new URL(path, FLAGS_DATA));
  } catch (cause) {
    throw new DataError(`flags-data/${path} cannot be read (${messageOf(cause)}): run "npm run flags-data"`, { cause });
  }
}
