import { z } from 'zod';
import type { DeepReadonly } from '../../lib/schema/deep-readonly.ts';
import { slotsOf } from '../../servers/faults/limits/capacity-spec.ts';
import { formatProfile, parseProfileText } from '../../servers/faults/profile.ts';
import { formatSchedule, parseSchedule } from '../../servers/faults/schedule.ts';
import type { ServerSpec } from '../../servers/lab/server-spec.ts';

/** The schema of a server as a run keeps it: what it does stands there as text, and is all that its fates depend on. */
export const testedServerSchema = z.strictObject({
  label: z.string(),
  /** The faults in text form, `none` for none. */
  faults: z.string(),
  /** How many requests it can serve at once; absent for any number. */
  slots: z.exactOptional(z.int()),
  /** How the faults change, such as `DELAY@10s: none`; absent where they do not. */
  schedule: z.exactOptional(z.string()),
});

/** A server as a run keeps it. */
export type TestedServer = DeepReadonly<z.infer<typeof testedServerSchema>>;

/** A server as a run is to keep it. */
export function testedServer({ label, profile, schedule }: ServerSpec): TestedServer {
  const slots = slotsOf(profile);
  return {
    label,
    faults: formatProfile(profile),
    ...(slots !== undefined && { slots }),
    ...(schedule.length > 0 && { schedule: formatSchedule(label, schedule) }),
  };
}

/**
 * What the server of that label does, among those of a run.
 *
 * @throws FaultSpecError for a text that is no fault any more
 */
export function specOf(servers: readonly TestedServer[], label: string): ServerSpec {
  const { faults, schedule } = servers.find((server) => server.label === label)!;
  return {
    label,
    profile: parseProfileText(faults),
    schedule: schedule === undefined ? [] : (parseSchedule(schedule)[label] ?? []),
  };
}
