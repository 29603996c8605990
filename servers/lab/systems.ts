import { UsageError } from '../../lib/errors/usage-error.ts';
import { asciiName } from '../../lib/network/domain-name.ts';
import type { CannedAnswer, Respond } from '../answers/answer.ts';
import type { FaultSpec } from '../faults/contract/fault-spec.ts';
import type { FaultWorld } from '../faults/fault-world.ts';
import type { ServeFlagsOptions } from '../flags/serve-flags.ts';
import type { Listening } from '../http/listen.ts';
import { NAMES_FAULTS, namesObjection } from '../names/names-faults.ts';
import type { Preset } from './presets.ts';

/** Where a server listens, and what it has. */
export interface ServeOptions extends ServeFlagsOptions {
  /** The domain names that NAMES finds; default: those that the book found. */
  readonly names?: readonly string[] | undefined;
  /** What a server answers that has no flags. */
  readonly respond?: Respond | CannedAnswer | undefined;
}

/** Listens, and lets each request meet its fate in that world before it is answered. */
export type Serve = (world: FaultWorld, options: ServeOptions) => Promise<Listening>;

/** A server of something else than flags. It is started when it is named, by its label or with all of its system. */
export interface SystemServer extends Preset {
  /** The name for all servers of the system together, such as `MOJIFINDER`. */
  readonly system: string;
  /** The faults that it can carry out, by name, where it does not speak HTTP; absent for all. */
  readonly takes?: readonly string[];
  /** Whether its users may look for those by their other words, such as drop for hang; default false. */
  readonly saysOtherWords?: boolean;
  /** Why one of those cannot be carried out as it is; undefined where it can. Default: each can. */
  readonly objection?: (spec: FaultSpec) => string | undefined;
  readonly load: () => Promise<Serve>;
}

/** The label of the server of domain names. */
export const NAMES_LABEL = 'NAMES';

/** The servers of other systems than flags. */
export const SYSTEM_SERVERS: readonly SystemServer[] = [
  {
    label: 'MOJIFINDER-TCP',
    port: 2323,
    faults: [],
    system: 'MOJIFINDER',
    takes: ['hang', 'reset', 'garbage', 'delay', 'throttle', 'truncate'],
    objection: (spec) =>
      Reflect.get(spec, 'toward') === 'server' ? 'a query is a line, so leave toward out' : undefined,
    load: async () => (await import('../mojifinder/tcp/tcp-server.ts')).serveFinderOnTcp,
  },
  {
    label: 'MOJIFINDER-WEB',
    port: 8888,
    faults: [],
    system: 'MOJIFINDER',
    load: async () => (await import('../mojifinder/web/web-server.ts')).serveFinderOnWeb,
  },
  {
    label: NAMES_LABEL,
    port: 5300,
    faults: [],
    system: NAMES_LABEL,
    takes: NAMES_FAULTS,
    saysOtherWords: true,
    objection: namesObjection,
    load: async () => (await import('../names/names-server.ts')).serveNames,
  },
];

/** The names of the systems that have servers. */
export const SYSTEMS: readonly string[] = [...new Set(SYSTEM_SERVERS.map(({ system }) => system))];

/** How a server serves: as it is told to respond, else as its label says, which is flags for all that no system has. */
export async function serving({
  label,
  respond,
}: {
  readonly label: string;
  readonly respond?: ServeOptions['respond'];
}): Promise<Serve> {
  if (respond !== undefined) {
    const { serveAnswers } = await import('../answers/answer-server.ts');
    return (world, options) => serveAnswers(world, { ...options, respond });
  }
  const { load } = systemServer(label) ?? FLAGS;
  return load();
}

const FLAGS: Pick<SystemServer, 'load'> = {
  load: async () => (await import('../flags/serve-flags.ts')).serveFlags,
};

/** Whether the server of that label, which may be one of a user's own, answers flags. */
export function servesFlags(label: string): boolean {
  return systemServer(label) === undefined;
}

/** The server of that label, where one of a system has it. */
export function systemServer(label: string): SystemServer | undefined {
  return SYSTEM_SERVERS.find((server) => server.label === label);
}

/** The labels that a name stands for: those of a system's servers, else the label itself. */
export function labelsOf(name: string): string[] {
  const servers = SYSTEM_SERVERS.filter(({ system }) => system === name);
  return servers.length > 0 ? servers.map(({ label }) => label) : [name];
}

/** @throws UsageError for names of a server that answers something else, and for what is no domain name */
export function checkNames(label: string, names: readonly string[] | undefined): void {
  if (names === undefined) return;
  if (label !== NAMES_LABEL) throw new UsageError(`${label} has no domain names: they are for ${NAMES_LABEL}`);
  names.forEach(asciiName);
}
