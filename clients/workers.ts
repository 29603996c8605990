import { siblingModule } from '../lib/package/sibling-module.ts';
import type { Outcome } from './download/outcome.ts';
import type { ResolvedDownload } from './download/resolve-download.ts';
import { ThreadPool } from './threads/thread-pool.ts';

/** A pool of m threads, one request in flight in each. All threads run before the first request is sent. */
export async function* workers(codes: readonly string[], settings: ResolvedDownload): AsyncGenerator<Outcome> {
  const slots = new Array<number>(settings.m).fill(1);
  await using pool = await ThreadPool.start(siblingModule(import.meta.url, './threads/worker-thread'), slots, settings);
  yield* pool.download(codes);
}
