import { getHeapStatistics } from 'node:v8';
import { collectAll } from './garbage-collector.ts';

/** How often to look whether there is nothing to do, in milliseconds. */
const LOOK_MS = 1000;

/** So much more memory than after the last time is worth a pause to be rid of it, in bytes. */
const WORTH_BYTES = 16 * 1024 ** 2;

/** What a server has to do. */
export interface Load {
  readonly requests: number;
  readonly inFlight: number;
}

/**
 * Gives memory back that this thread needs no more: what it has used to start, unless it is asked at once, and what it came to
 * need while thousands of requests were in flight, or a run was judged. V8 itself would keep it until much more is used, which
 * in a server that waits is never. It takes up to a fifth of a second, so it is done when for a second nothing was asked.
 */
export function collectWhenIdle(loadNow: () => Load | Promise<Load>): void {
  let keptBytes = Number.NEGATIVE_INFINITY;
  let before = 0;
  const look = async () => {
    if (heapBytes() < keptBytes + WORTH_BYTES) return;
    const { requests, inFlight } = await loadNow();
    const isIdle = inFlight === 0 && requests === before;
    before = requests;
    if (isIdle) collectAll();
    // Who is asked at once after the start is not to be disturbed later.
    if (isIdle || keptBytes < 0) keptBytes = heapBytes();
  };
  // A server that has gone has nothing left to give back.
  const timer = setInterval(() => void look().catch(() => clearInterval(timer)), LOOK_MS).unref();
}

function heapBytes(): number {
  return getHeapStatistics().total_heap_size;
}
