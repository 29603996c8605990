import type { Profile } from '../faults/contract/fault-spec.ts';
import { parseProfile } from '../faults/profile.ts';
import { PRESETS, preset } from './presets.ts';

/** Apart from the presets, so that a client which only wants to know their ports does not load what reads faults. */
const PROFILES: ReadonlyMap<string, Profile> = new Map(
  PRESETS.map(({ label, faults }) => [label, parseProfile(faults)]),
);

/**
 * The faults of the preset of that label, in any case.
 *
 * @throws UsageError naming the labels there are.
 */
export function presetProfile(label: string): Profile {
  return PROFILES.get(preset(label).label)!;
}
