import type { Failing } from '../../lib/request-record.ts';
import type { Fate } from './contract/fate.ts';

/** How a fate has a request fail, by the first stage that does; undefined where it works for a client that waits. */
export function failingOf({ hangs, resetAt, garbage, truncated, status = 0 }: Fate): Failing | undefined {
  if (hangs) return 'hang';
  if (resetAt === 'connect') return 'reset';
  if (garbage) return 'garbage';
  if (resetAt !== undefined) return 'reset';
  if (truncated) return 'truncate';
  return status >= 400 ? 'status' : undefined;
}
