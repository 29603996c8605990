import { readFileSync } from 'node:fs';
import { DataError } from '../errors/data-error.ts';
import { messageOf } from '../errors/message-of.ts';

/** The folder that holds the flags, their metadata and country_codes.txt: beside lib/, or beside dist/ once published. */
export const FLAGS_DATA = new URL(
  import.meta.url.endsWith('.ts') ? '../../flags-data/' : '../../../flags-data/',
  import.meta.url,
);

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
