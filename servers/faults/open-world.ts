import { DEFAULT_SEED } from '../../lib/chance/seed.ts';
import { type RequestRecord, withoutFaults } from '../../lib/request-record.ts';
import type { Recorder } from '../records/recorder.ts';
import type { Profile } from './contract/fault-spec.ts';
import { FaultWorld } from './fault-world.ts';
import type { GivenFaults } from './profile.ts';
import type { ScheduleStep } from './schedule.ts';

/** What the faults of a server depend on, as its starter says it. */
export interface WorldOptions {
  /** Its faults, in text or JSON form; default none. */
  readonly faults?: GivenFaults;
  /** How the faults change by the time since the run began; default not at all. */
  readonly schedule?: readonly ScheduleStep[];
  /** The seed of all fates; default 42. */
  readonly seed?: number;
  /** Multiplies every injected duration; default 1. */
  readonly timeScale?: number;
  /** Called with the record of each request that has ended. */
  readonly onRequest?: (record: RequestRecord) => void;
}

/** The same, once its faults have been read. */
export interface ReadWorldOptions extends Omit<WorldOptions, 'faults'> {
  /** Its faults; default none. */
  readonly profile?: Profile;
}

/**
 * The fault world that a server's options ask for, with their defaults; it tells `onRequest` of each request that has ended.
 *
 * @param recorder remembers its requests; default: one that does nothing else
 * @throws TypeError when the seed or the time scale is no number to use
 */
export function openWorld(label: string, options: ReadWorldOptions, recorder?: Recorder): FaultWorld {
  const { profile = [], schedule = [], seed = DEFAULT_SEED, timeScale = 1, onRequest } = options;
  const world = new FaultWorld({ label, seed, timeScale, profile, schedule }, recorder);
  if (onRequest !== undefined) {
    world.onRequest = (id) => {
      const record = world.recorder.record(id);
      onRequest(world.hidesFaults ? withoutFaults(record) : record);
    };
  }
  return world;
}
