import { timedItems } from '../../../bench/plan/timed-items.ts';
import type { ItemCount } from '../../../bench/result/condition.ts';
import type { BenchSettings } from '../../../bench/result/result.ts';
import { codesOf, specOf } from '../../../bench/result/tested-server.ts';
import { addressCount } from '../../../clients/crawl/addresses.ts';

/** How many items each cell on the server of that label has. Of a service nobody knows which of them will fail. */
export function itemCount(settings: BenchSettings, label: string): ItemCount {
  const codes = codesOf(settings, label);
  const asked = settings.crawl === true ? addressCount(codes.length) : codes.length;
  if (settings.service !== undefined) return { asked, timed: asked, isService: true };
  const timed = timedItems({ ...settings, ...specOf(settings.servers, label), codes });
  return { asked, timed: timed.filter(Boolean).length };
}
