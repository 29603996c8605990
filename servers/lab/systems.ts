import { FaultSpecError } from '../../lib/errors/fault-spec-error.ts';
import type { Profile } from '../faults/contract/fault-spec.ts';
import type { FaultWorld } from '../faults/fault-world.ts';
import { type GivenFaults, parseProfile } from '../faults/profile.ts';
import type { ScheduleStep } from '../faults/schedule.ts';
import type { Listening, ListenOptions } from '../http/listen.ts';
import type { Preset } from './presets.ts';

/** Listens, and lets each request meet its fate in that world before it is answered. */
export type Serve = (world: FaultWorld, options: ListenOptions) => Promise<Listening>;

/** A server of something else than flags. It is started when it is named, by its label or with all of its system. */
export interface SystemServer extends Preset {
  /** The name for all servers of the system together, such as `MOJIFINDER`. */
  readonly system: string;
  /** The faults that it can carry out, by name; absent for all. */
  readonly takes?: readonly string[];
  readonly load: () => Promise<Serve>;
}

/** The servers of other systems than flags. */
export const SYSTEM_SERVERS: readonly SystemServer[] = [
  {
    label: 'MOJIFINDER-TCP',
    port: 2323,
    faults: [],
    system: 'MOJIFINDER',
    takes: ['hang', 'reset', 'garbage', 'delay', 'throttle', 'truncate'],
    load: async () => (await import('../mojifinder/tcp/tcp-server.ts')).serveFinderOnTcp,
  },
  {
    label: 'MOJIFINDER-WEB',
    port: 8888,
    faults: [],
    system: 'MOJIFINDER',
    load: async () => (await import('../mojifinder/web/web-server.ts')).serveFinderOnWeb,
  },
];

/** The names of the systems that have servers. */
export const SYSTEMS: readonly string[] = [...new Set(SYSTEM_SERVERS.map(({ system }) => system))];

/** How the server of that label serves: flags, unless the label is one of another system. */
export async function serving(label: string): Promise<Serve> {
  const { load } = SYSTEM_SERVERS.find((server) => server.label === label) ?? FLAGS;
  return load();
}

const FLAGS: Pick<SystemServer, 'load'> = {
  load: async () => (await import('../flags/flag-server.ts')).serveFlags,
};

/** Whether the server of that label, which may be one of a user's own, answers flags. */
export function servesFlags(label: string): boolean {
  return SYSTEM_SERVERS.every((server) => server.label !== label);
}

/** The labels that a name stands for: those of a system's servers, else the label itself. */
export function labelsOf(name: string): string[] {
  const servers = SYSTEM_SERVERS.filter(({ system }) => system === name);
  return servers.length > 0 ? servers.map(({ label }) => label) : [name];
}

/**
 * Reads the faults of the server of that label.
 *
 * @param schedule those that it is to have later
 * @throws FaultSpecError for what is no fault, or one that this server cannot carry out
 */
export function profileFor(label: string, faults: GivenFaults, schedule: readonly ScheduleStep[] = []): Profile {
  const profile = parseProfile(faults);
  const { takes } = SYSTEM_SERVERS.find((server) => server.label === label) ?? {};
  const all = [profile, ...schedule.map((step) => step.profile)].flat();
  const other = all.find(({ fault }) => takes?.includes(fault) === false);
  if (other === undefined) return profile;
  throw new FaultSpecError(`${label} cannot carry out the fault ${other.fault}: it takes ${takes!.join(', ')}`);
}
