import { checkCodes } from './check-codes.ts';
import type { DownloadOptions } from './download.ts';
import { type Bounds, type ResolvedDownload, resolveDownload } from './resolve-download.ts';

/** What a download is to do, checked and complete. */
export interface CheckedDownload {
  /** Flags' codes in upper case; one that comes twice is two items. */
  readonly codes: readonly string[];
  readonly settings: ResolvedDownload;
}

/**
 * Checks the codes and the options of a download, and freezes what it is to do.
 *
 * @throws UsageError which names what was given and what may be.
 */
export function checkDownload(codes: readonly string[], options: DownloadOptions, bounds: Bounds): CheckedDownload {
  return Object.freeze({
    codes: Object.freeze(options.request === undefined ? checkCodes(codes) : [...codes]),
    settings: resolveDownload(codes.length, options, bounds),
  });
}
