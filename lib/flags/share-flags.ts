import { setEnvironmentData } from 'node:worker_threads';
import { DataError } from '../errors/data-error.ts';
import { countryCodes } from './country-codes.ts';
import { readFlagsData, SHARED_FLAGS, type SharedFlags } from './flags-data.ts';

let isShared = false;

/**
 * Has all threads that are started from now on read the flags and their metadata from one place in memory, instead of having
 * 2 MB of them each. Where some are missing nothing is shared, and who reads them is told.
 */
export function shareFlags(): void {
  if (isShared) return;
  isShared = true;
  try {
    const paths = countryCodes().flatMap((code) => {
      const folder = code.toLowerCase();
      return [`${folder}/${folder}.gif`, `${folder}/metadata.json`];
    });
    const files = paths.map((path) => ({ path, content: readFlagsData(path) }));
    const bytes = new Uint8Array(
      new SharedArrayBuffer(files.reduce((sum, { content }) => sum + content.byteLength, 0)),
    );
    const places: SharedFlags['places'] = new Map();
    let offset = 0;
    for (const { path, content } of files) {
      bytes.set(content, offset);
      places.set(path, { offset, length: content.byteLength });
      offset += content.byteLength;
    }
    setEnvironmentData(SHARED_FLAGS, { bytes, places } satisfies SharedFlags);
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
  }
}
