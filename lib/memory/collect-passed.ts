import { garbageCollector } from './garbage-collector.ts';

/** Less than V8 lets buffers take before it looks for them among everything that a program holds. */
const EVERY_BYTES = 8 * 2 ** 20;

let passedBytes = 0;

/**
 * To be told of bytes that have passed through in buffers of their own, which nobody needs any more. Every 8 MB they are
 * given back: that takes a fraction of a millisecond, for they are the youngest. V8 by itself waits for tens of megabytes and then
 * looks through all that lives: the larger the program, the more that costs, up to as much again as the passing itself.
 */
export function collectPassed(bytes: number): void {
  passedBytes += bytes;
  if (passedBytes < EVERY_BYTES) return;
  passedBytes = 0;
  garbageCollector()({ type: 'minor', execution: 'sync' });
}
