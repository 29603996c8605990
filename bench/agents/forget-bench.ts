import type { Redis } from 'ioredis';
import { benchKeys } from './keys.ts';

/** How long what is left of a bench is kept, in milliseconds: who still works for it finds that it is over. */
const KEPT_MS = 60_000;

/** Has Redis forget all that belongs to a bench which is over, its queue too; whoever leaves it last may have put some back. */
export async function forgetBench(redis: Redis, bench: string): Promise<void> {
  for await (const keys of redis.scanStream({ match: benchKeys(bench), count: 1000 })) {
    await Promise.all((keys as string[]).map((key) => redis.pexpire(key, KEPT_MS)));
  }
}
