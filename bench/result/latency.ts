import type { OutcomeKind } from '../../clients/download/outcome.ts';

/** When something was asked for and answered, as an outcome and a record of it say. */
interface Times {
  readonly scheduledMs?: number | undefined;
  readonly startedMs: number;
  readonly endedMs: number;
}

/**
 * The latencies that figures and charts are about: those of items that ended ok, and of those that timed out, which have
 * waited so long at least. What was refused or broken off has none, or a client would be fast for failing.
 */
export function latenciesMs(items: readonly (Times & { readonly kind: OutcomeKind })[]): number[] {
  return items.filter(({ kind }) => kind === 'ok' || kind === 'timeout').map(latencyMs);
}

/** How long an item took; where requests start on schedule, a late start is part of what it waited. */
export function latencyMs(times: Times): number {
  return times.endedMs - beginningMs(times);
}

/** When an item began to wait: at its time on the schedule, or else when its first request was sent. */
export function beginningMs({ scheduledMs, startedMs }: Omit<Times, 'endedMs'>): number {
  return scheduledMs ?? startedMs;
}
