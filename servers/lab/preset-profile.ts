import { UsageError } from '../../lib/errors/usage-error.ts';
import type { Profile } from '../faults/contract/fault-spec.ts';
import { parseProfile } from '../faults/profile.ts';
import { PRESETS } from './presets.ts';
import { SYSTEM_SERVERS } from './systems.ts';

/** Apart from the presets, so that a client which only wants to know their ports does not load what reads faults. */
const PROFILES: ReadonlyMap<string, Profile> = new Map(
  [...PRESETS, ...SYSTEM_SERVERS].map(({ label, faults }) => [label, parseProfile(faults)]),
);

/**
 * The faults of the preset, or of the other system's server, of that label.
 *
 * @throws UsageError naming the labels there are.
 */
export function presetProfile(label: string): Profile {
  const profile = PROFILES.get(label);
  if (profile !== undefined) return profile;
  throw new UsageError(`"${label}" is not a server: choose one of ${[...PROFILES.keys()].join(', ')}`);
}
