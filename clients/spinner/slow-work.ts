import { setImmediate } from 'node:timers/promises';
import { sleep } from '../../lib/concurrency/sleep.ts';

/** What all slow work comes to. */
const ANSWER = 42;

/** How long work that naps computes before the next nap, in milliseconds. */
const BETWEEN_NAPS_MS = 20;

/** Waits for something, as a request does: the event loop is free for others. */
export async function waitSlowly(ms: number): Promise<number> {
  await sleep(ms);
  return ANSWER;
}

/** Holds the thread that it runs in, as a computation does: nothing else happens there. */
export function blockSlowly(ms: number): number {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)), 0, 0, ms);
  return ANSWER;
}

/** Computes, and lets others have the event loop now and then. */
export async function napSlowly(ms: number): Promise<number> {
  const endMs = performance.now() + ms;
  while (performance.now() < endMs) {
    computeUntil(Math.min(endMs, performance.now() + BETWEEN_NAPS_MS));
    await setImmediate();
  }
  return ANSWER;
}

function computeUntil(endMs: number): void {
  while (performance.now() < endMs);
}
