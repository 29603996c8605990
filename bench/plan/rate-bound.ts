import { rateTime } from '../../lib/queueing/rate-time.ts';
import type { Profile } from '../../servers/faults/contract/fault-spec.ts';
import { ratesEverywhere } from '../../servers/faults/limits/rate-spec.ts';
import type { PlannedFate } from './planned-requests.ts';

/**
 * The shortest time in which the limits of rate let all requests through that end ok, in milliseconds; 0 without any. What
 * fails may have been turned away, and counts for nothing.
 */
export function rateBound(profile: Profile, fates: readonly PlannedFate[]): number {
  return rateTime(fates.filter(({ outcome }) => outcome === 'ok').length, ratesEverywhere(profile));
}
