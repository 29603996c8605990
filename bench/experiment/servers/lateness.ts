import { mean } from 'simple-statistics';
import type { Outcome } from '../../../clients/download/outcome.ts';
import type { RequestRecord } from '../../../lib/request-record.ts';

/** How late an event loop or a server's timer may be, in milliseconds … */
const MAX_LATENESS_MS = 15;

/** … and as a share of the mean latency: less of it bends no figure. */
const MAX_LATENESS_SHARE = 0.05;

/**
 * How much later than it meant to a server answered, in milliseconds: the 95th percentile of the requests that it had to hold, 0
 * where there were none. A server that leaves answers lying about after their fate is a server without CPU.
 */
export function serverLatenessMs(records: readonly RequestRecord[]): number {
  const lateness = records
    .filter(isHeld)
    .map(latenessMs)
    .sort((a, b) => a - b);
  return lateness[Math.ceil(0.95 * lateness.length) - 1] ?? 0;
}

/** Whether so much lateness, in milliseconds, is more than a trifle for these items. */
export function bends(lateMs: number, outcomes: readonly Outcome[]): boolean {
  return lateMs > MAX_LATENESS_MS && lateMs > MAX_LATENESS_SHARE * mean(outcomes.map(latency));
}

/** How long an item took from its first request on, in milliseconds, whenever that was due. */
export function latency({ startedMs, endedMs }: Outcome): number {
  return endedMs - startedMs;
}

/** Whether all that its fate holds lies before its first byte. */
function isHeld({ injectedMs, firstByteMs, shed, faults }: RequestRecord): boolean {
  const isPaced = faults.includes('slow-headers') || faults.includes('throttle');
  return injectedMs > 0 && firstByteMs !== undefined && !shed && !isPaced;
}

function latenessMs({ firstByteMs, arrivedMs, queuedMs, injectedMs }: RequestRecord): number {
  return firstByteMs! - arrivedMs - queuedMs - injectedMs;
}
