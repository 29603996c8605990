import { TOO_SHORT_MS } from '../../lib/queueing/too-short-ms.ts';
import { type PlanRequest, planDownload } from '../plan/plan.ts';
import { ENOUGH_REQUESTS } from '../result/too-short.ts';

/** A cell that would be too short is made to last so long, in milliseconds. */
const ENOUGH_MS = 500;

/**
 * How often a client should ask for each flag of a download, so that its time tells something of the client. Where nothing
 * waits, nobody knows how long that takes: so many requests are enough.
 */
export function enoughRepeats(request: PlanRequest): number {
  const { idealMs, downloads } = planDownload(request);
  if (idealMs === 0) return Math.ceil(ENOUGH_REQUESTS / Math.max(1, downloads.length));
  return idealMs >= TOO_SHORT_MS ? 1 : Math.ceil(ENOUGH_MS / idealMs);
}
