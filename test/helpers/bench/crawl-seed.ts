import { planDownload } from '../../../bench/plan/plan.ts';
import { parseProfile } from '../../../servers/faults/profile.ts';

/** What may fail in a crawl whose seed {@link crawlSeed} knows. */
export const FAILS = 'status=418@30%';

/** The flags that it finds. */
export const CODES = ['BR', 'FR', 'IN'];

/** The seed under which of all that is asked for in a crawl of CODES that address alone fails. */
export function crawlSeed(label: string, address: string): number {
  const request = {
    label,
    profile: parseProfile([FAILS]),
    timeScale: 1,
    codes: CODES,
    m: 3,
    timeoutMs: 3100,
    crawl: true,
  };
  for (let seed = 1; ; seed++) {
    const failed = planDownload({ ...request, seed }).fates.filter(({ outcome }) => outcome !== 'ok');
    if (failed.length === 1 && failed[0]!.code === address) return seed;
  }
}
