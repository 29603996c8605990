/**
 * Milliseconds on the machine's monotonic clock: the same in every thread, unlike `performance.now()`, and never set back.
 * The number has no meaning of its own.
 */
export function monotonicMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
