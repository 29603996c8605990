import { availableParallelism } from 'node:os';
import { siblingModule } from '../lib/package/sibling-module.ts';
import type { Outcome } from './download/outcome.ts';
import type { ResolvedDownload } from './download/resolve-download.ts';
import { dealSlots } from './threads/deal-slots.ts';
import { ThreadPool } from './threads/thread-pool.ts';

/** One thread per core, each an async client with its share of the m slots. */
export async function* hybrid(codes: readonly string[], settings: ResolvedDownload): AsyncGenerator<Outcome> {
  const slots = dealSlots(settings.m, availableParallelism());
  await using pool = await ThreadPool.start(siblingModule(import.meta.url, './threads/hybrid-thread'), slots, settings);
  yield* pool.download(codes);
}
