import type { Profile } from '../contract/fault-spec.ts';
import type { CapacitySpec } from './capacity-spec.ts';

/** How many requests a server with these faults can serve at once; undefined for any number. */
export function slotsOf(profile: Profile): number | undefined {
  const limits = profile.filter((spec): spec is CapacitySpec => spec.fault === 'capacity').map(({ slots }) => slots);
  return limits.length === 0 ? undefined : Math.min(...limits);
}
