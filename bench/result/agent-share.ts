import { z } from 'zod';
import type { DeepReadonly } from '../../lib/schema/deep-readonly.ts';

/** The schema of what one agent did of a cell. Times are milliseconds on the servers' clock. */
export const agentShareSchema = z.strictObject({
  /** The agent's name. */
  agent: z.string(),
  /** What tells it from others of its name. */
  id: z.string(),
  cores: z.int(),
  /** The version of Node that it ran on. */
  node: z.string(),
  items: z.int(),
  /** Its part of m; absent where requests start on schedule. */
  m: z.exactOptional(z.int()),
  /** What is added to its clock to have that of the servers. */
  offsetMs: z.number(),
  /** By how much that may be wrong either way. */
  uncertaintyMs: z.number(),
  /** When its first request was sent, since the common start; absent for commands. */
  firstMs: z.exactOptional(z.number()),
  /** When its first request was due, since the common start; absent where that is the start itself. */
  dueMs: z.exactOptional(z.number()),
  /** How many of its requests were sent over 1 ms after their time on a schedule; absent without one. */
  lateStarts: z.exactOptional(z.int()),
  /** When its last item had ended, since the common start; absent for commands. */
  lastMs: z.exactOptional(z.number()),
});

/** What one agent did of a cell. */
export type AgentShare = DeepReadonly<z.infer<typeof agentShareSchema>>;

/** Whoever begins so long after the first is late, in milliseconds. */
export const LATE_MS = 50;

/** How long after it was due the first request of a share was sent, in milliseconds; undefined for commands. */
export function firstDelayMs({ firstMs, dueMs = 0 }: AgentShare): number | undefined {
  return firstMs === undefined ? undefined : firstMs - dueMs;
}

/** The shares of a cell that were begun later than the first, each by its own time, whatever their clocks may be wrong by. */
export function lateShares(shares: readonly AgentShare[]): AgentShare[] {
  const begun = shares.flatMap((share) => {
    const delayMs = firstDelayMs(share);
    return delayMs === undefined ? [] : { share, delayMs };
  });
  // The latest moment at which the first can have begun.
  const firstMs = Math.min(...begun.map(({ share, delayMs }) => delayMs + share.uncertaintyMs));
  return begun
    .filter(({ share, delayMs }) => delayMs - share.uncertaintyMs - firstMs > LATE_MS)
    .map(({ share }) => share);
}

/** By how much the clocks of a cell's agents may be apart, in milliseconds; 0 where there were none. */
export function worstUncertaintyMs(shares: readonly AgentShare[] = []): number {
  return Math.max(0, ...shares.map(({ uncertaintyMs }) => uncertaintyMs));
}
