import type { Profile } from '../faults/contract/fault-spec.ts';
import type { ScheduleStep } from '../faults/schedule.ts';

/** A server as it is to be, before it listens anywhere. */
export interface ServerSpec {
  readonly label: string;
  /** Its faults from the start of the run. */
  readonly profile: Profile;
  /** How they change, by the time since the run began; empty for not at all. */
  readonly schedule: readonly ScheduleStep[];
}
