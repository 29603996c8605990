import { readFileSync } from 'node:fs';
import { getEnvironmentData } from 'node:worker_threads';
import { DataError } from '../errors/data-error.ts';
import { messageOf } from '../errors/message-of.ts';
import { packageFile } from '../package/package-file.ts';

/** The folder that holds the flags, their metadata and country_codes.txt. */
export const FLAGS_DATA: URL = packageFile('flags-data/');

/** By this name a thread finds what its parent shares. */
export const SHARED_FLAGS = 'flaglab flags';

/** Files of flags-data in memory that threads share. */
export interface SharedFlags {
  readonly bytes: Uint8Array<SharedArrayBuffer>;
  readonly places: Map<string, { readonly offset: number; readonly length: number }>;
}

/**
 * Reads one file of flags-data, such as `br/br.gif`.
 *
 * @throws DataError when it is not there.
 */
export function readFlagsData(path: string): Buffer {
  const { bytes, places } = (getEnvironmentData(SHARED_FLAGS) ?? {}) as Partial<SharedFlags>;
  const place = places?.get(path);
  if (bytes !== undefined && place !== undefined) return Buffer.from(bytes.buffer, place.offset, place.length);
  try {
    return readFileSync(new URL(path, FLAGS_DATA));
  } catch (cause) {
    throw new DataError(`flags-data/${path} cannot be read (${messageOf(cause)}): run "npm run flags-data"`, { cause });
  }
}
