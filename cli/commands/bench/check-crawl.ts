import { requireCrawler } from '../../../clients/strategy-rows.ts';
import { UsageError } from '../../../lib/errors/usage-error.ts';
import { countryCodes } from '../../../lib/flags/country-codes.ts';
import type { BenchRows } from './bench-clients.ts';

/**
 * Makes sure that those who are measured can crawl, and that there is something to find.
 *
 * @throws UsageError which says who cannot, or which flag no list leads to
 */
export function checkCrawlRows(codes: readonly string[], { strategies, clients }: BenchRows): void {
  const [own] = clients;
  if (own !== undefined) {
    throw new UsageError(`--crawl is done by the lab's strategies, and not by ${own.name}: leave one of them out`);
  }
  strategies.forEach(requireCrawler);
  const known = new Set(countryCodes());
  const unlisted = codes.find((code) => !known.has(code));
  if (unlisted !== undefined) {
    throw new UsageError(`a crawl cannot find ${unlisted}: give codes of countries that have a flag, or -a for all`);
  }
}
