import type { RequestListener } from 'node:http';
import type { Profile } from '../faults/contract/fault-spec.ts';
import type { Came, FaultPlan } from '../faults/faults-over-time.ts';
import { openWorld, type WorldOptions } from '../faults/open-world.ts';
import { parseProfile } from '../faults/profile.ts';
import type { ScheduleStep } from '../faults/schedule.ts';
import type { Recorder } from '../records/recorder.ts';
import type { FaultChange } from '../records/verdict-schema.ts';
import { flagListener } from './serve-flags.ts';

/**
 * Options of a flag server.
 *
 * @example
 * ```ts
 * import { createFlagServer, type FlagServerOptions, formatProfile } from 'flaglab';
 * const options: FlagServerOptions = { label: 'SLOW', faults: ['delay=20ms'], timeScale: 0.5 };
 * const { label, profile } = createFlagServer(options);
 * console.log(label, formatProfile(profile)); // SLOW delay=fixed:20ms
 * ```
 */
export interface FlagServerOptions extends WorldOptions {
  /** The server's name, on which its fates depend; default `LOCAL`. */
  readonly label?: string;
}

/**
 * A flag server that does not listen yet: give `handle` to `listen`, or to a server of your own.
 *
 * @example
 * ```ts
 * import { createFlagServer, type FlagServer, listen, parseProfile } from 'flaglab';
 * const server: FlagServer = createFlagServer({ label: 'MINE' });
 * const { url, close } = await listen(server.handle, { label: server.label, port: 0 });
 * server.setProfile(parseProfile(['status=503']));
 * console.log((await fetch(`${url}/flags/br/br.gif`)).status, server.recorder.counts.requests); // 503 1
 * await close();
 * ```
 */
export interface FlagServer {
  readonly label: string;
  readonly handle: RequestListener;
  /** The faults of the next request. */
  readonly profile: Profile;
  /** The faults from the start of each run, and how they change by the time since then. */
  readonly plan: FaultPlan;
  /** Replaces the faults, and the schedule by this one or none; holds for the next request. */
  setProfile(profile: Profile, schedule?: readonly ScheduleStep[]): void;
  /** How many of these requests of the run can have been in service at once; undefined for any number. */
  slotsFor(requests: readonly Came[]): number | undefined;
  /** How the faults have changed since the run began. */
  readonly faultChanges: readonly FaultChange[];
  readonly recorder: Recorder;
  /** Begins a new run: attempts and records start afresh; of a run by name, its attempts alone. */
  reset(run?: string): void;
}

/**
 * Builds a flag server: `/flags/…` from memory, with the faults before every path but `/`.
 *
 * @throws FaultSpecError when a fault is not one.
 *
 * @example
 * ```ts
 * import { createFlagServer, listen } from 'flaglab';
 * const { handle, label } = createFlagServer({ label: 'MINE', faults: ['status=418'] });
 * const { url, close } = await listen(handle, { label, port: 0 });
 * const ask = async (path: string) => (await fetch(url + path)).status;
 * console.log(await ask('/'), await ask('/flags/br/br.gif')); // 200 418
 * await close();
 * ```
 */
export function createFlagServer(options: FlagServerOptions = {}): FlagServer {
  const { label = 'LOCAL', faults = [], ...others } = options;
  const world = openWorld(label, { ...others, profile: parseProfile(faults) });
  return {
    label,
    handle: flagListener(world),
    recorder: world.recorder,
    get profile() {
      return world.profile;
    },
    get plan() {
      return world.plan;
    },
    setProfile: (profile, schedule) => world.setProfile(profile, schedule),
    slotsFor: (requests) => world.slotsFor(requests),
    get faultChanges() {
      return world.faultChanges;
    },
    reset: (run) => world.reset(run),
  };
}
