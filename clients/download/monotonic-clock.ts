/**
 * From this thread's `performance.now()` to the machine's monotonic clock. Reading that one itself costs a BigInt each time.
 * A pause between the two readings makes their difference too small, so the greatest of several is the nearest.
 */
const OFFSET_MS = Math.max(
  ...Array.from({ length: 5 }, () => Number(process.hrtime.bigint()) / 1e6 - performance.now()),
);

/**
 * Milliseconds on the machine's monotonic clock: the same in every thread, unlike `performance.now()`, and never set back.
 * The number has no meaning of its own.
 */
export function monotonicMs(): number {
  return OFFSET_MS + performance.now();
}

/** Milliseconds since `beganMs` on that clock, in whole microseconds: the rest is noise, and would be printed. */
export function elapsedMs(beganMs: number): number {
  return Math.round((monotonicMs() - beganMs) * 1000) / 1000;
}
