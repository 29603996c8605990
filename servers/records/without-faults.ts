import type { RequestRecord } from '../../lib/request-record.ts';

/** A record as it is told where faults are hidden: what its client has noticed, and nothing of what was done to it. */
export function withoutFaults({ failsBy: _, ...record }: RequestRecord): RequestRecord {
  const untold = { startedMs: record.arrivedMs, injectedMs: 0, serviceMs: 0, queuedMs: 0, faults: [] };
  return { ...record, ...untold, shed: false, hidden: true };
}
