import { UsageError } from '../../lib/errors/usage-error.ts';
import type { DownloadOptions } from '../download/download.ts';

/** What a crawl cannot be combined with, and what it is called. */
const WITHOUT: readonly [keyof DownloadOptions, string][] = [
  ['names', 'names'],
  ['request', 'a request of another kind'],
  ['cpu', 'CPU work'],
];

/**
 * Makes sure that a crawl is asked for as one can be done.
 *
 * @throws UsageError which says what it cannot be combined with, or that no country comes twice
 */
export function checkCrawl(codes: readonly string[], options: DownloadOptions): void {
  const other = WITHOUT.find(([option]) => options[option] !== undefined && options[option] !== false);
  if (other !== undefined) throw new UsageError(`a crawl cannot be combined with ${other[1]}`);
  if (new Set(codes.map((code) => code.toUpperCase())).size < codes.length) {
    throw new UsageError('a crawl visits each address once: give each code once');
  }
}
