import { cutAt } from './answer/cut-at.ts';
import type { Fate } from './contract/fate.ts';

/** How long each part of a request takes by its fate, in milliseconds. */
export interface FateTimes {
  /** There and back, half each. */
  readonly travelMs: number;
  /** In the slots of a server of limited capacity, all together; undefined where it is over before it comes to one. */
  readonly serviceMs: number | undefined;
  readonly delayMs: number;
  readonly slowHeadersMs: number;
  readonly bodyMs: number;
}

/**
 * The times that {@link carryOut} gives a request. A connection that is broken off needs no more than until then.
 *
 * @param bodyBytes how many bytes the body has of the answer that is on its way
 */
export function fateTimes(fate: Fate, bodyBytes: number): FateTimes {
  const {
    hangs,
    garbage,
    resetAt,
    truncated,
    travelMs,
    serviceMs,
    delayMs,
    slowHeadersMs,
    bytesPerSecond,
    cutAfterBytes,
  } = fate;
  if (hangs || garbage || resetAt === 'connect') {
    return { travelMs, serviceMs: undefined, delayMs: 0, slowHeadersMs: 0, bodyMs: 0 };
  }
  if (resetAt === 'headers') return { travelMs, serviceMs, delayMs, slowHeadersMs: 0, bodyMs: 0 };
  const sentBytes = truncated || resetAt === 'body' ? cutAt(bodyBytes, cutAfterBytes) : bodyBytes;
  const bodyMs = bytesPerSecond === undefined ? 0 : (sentBytes / bytesPerSecond) * 1000;
  return { travelMs, serviceMs, delayMs, slowHeadersMs, bodyMs };
}

/** All of them together: how long the fate holds a request. */
export function heldMs({ travelMs, serviceMs = 0, delayMs, slowHeadersMs, bodyMs }: FateTimes): number {
  return travelMs + serviceMs + delayMs + slowHeadersMs + bodyMs;
}
