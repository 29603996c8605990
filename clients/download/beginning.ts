import { monotonicMs } from './monotonic-clock.ts';
import type { ResolvedDownload } from './resolve-download.ts';

/** When a download begins for which all is ready, on the machine's monotonic clock: now, or when who holds it lets it go. */
export async function beginning({ whenReady }: Pick<ResolvedDownload, 'whenReady'>): Promise<number> {
  return whenReady === undefined ? monotonicMs() : await whenReady();
}
