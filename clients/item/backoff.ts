import { draw } from '../../lib/chance/draw.ts';

/** The first retry waits up to this long, each later one up to twice as long as the one before. */
const FIRST_CEILING_MS = 200;

/** Neither our own wait nor the one that the server asks for is longer. */
export const LONGEST_WAIT_MS = 30_000;

/** What the wait before a retry depends on. */
export interface Backoff {
  readonly seed: number;
  /** `GET path`. */
  readonly key: string;
  /** Which attempt has failed: 1 for the first. */
  readonly attempt: number;
  /** Multiplies the client's own wait, not the one that the server asks for. */
  readonly timeScale: number;
  /** What the server asked for, in milliseconds. */
  readonly retryAfterMs: number | undefined;
}

/**
 * How long to wait before the next attempt, in milliseconds: exponential back-off with full jitter (Brooker, "Exponential
 * Backoff and Jitter", AWS 2015). What the server asked for, 30 s at most, is waited in any case; the jitter comes on top and
 * spreads over at least as long again, or all that were refused together would come back together. It is drawn from the seed,
 * the key and the attempt, so every strategy waits alike.
 */
export function backoffMs({ seed, key, attempt, timeScale, retryAfterMs = 0 }: Backoff): number {
  const askedMs = Math.min(LONGEST_WAIT_MS, retryAfterMs);
  const ownMs = Math.min(LONGEST_WAIT_MS, FIRST_CEILING_MS * 2 ** (attempt - 1)) * timeScale;
  return askedMs + Math.max(ownMs, askedMs) * draw({ seed, label: 'client', fault: 'backoff', key, attempt }, 0);
}
