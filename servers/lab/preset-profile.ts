import { UsageError } from '../../lib/errors/usage-error.ts';
import type { Profile } from '../faults/contract/fault-spec.ts';
import { parseProfile } from '../faults/profile.ts';
import { PRESETS } from './presets.ts';
import { SYSTEM_SERVERS } from './systems.ts';

/** Apart from the presets, so that a client which only wants to know their ports does not load what reads faults. */
const FAULTS = new Map([...PRESETS, ...SYSTEM_SERVERS].map(({ label, faults }) => [label, faults]));

/** Those that have been asked for: to read them all would be a tenth of what a command does before it begins. */
const read = new Map<string, Profile>();

/**
 * The faults of the preset, or of the other system's server, of that label.
 *
 * @throws UsageError naming the labels there are.
 */
export function presetProfile(label: string): Profile {
  const faults = FAULTS.get(label);
  if (faults === undefined)
    throw new UsageError(
      `"${label}" is not a server: choose one of ${[...FAULTS.keys()].join(', ')}, or say what it does by faults or respond`,
    );
  const profile = read.get(label) ?? parseProfile(faults);
  read.set(label, profile);
  return profile;
}
