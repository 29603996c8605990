import { z } from 'zod';
import type { DeepReadonly } from '../../lib/schema/deep-readonly.ts';
import { formatProfile } from '../../servers/faults/format-profile.ts';
import { slotsOf } from '../../servers/faults/limits/capacity-spec.ts';
import { parseProfileText } from '../../servers/faults/profile.ts';
import { formatSchedule, parseSchedule } from '../../servers/faults/schedule.ts';
import type { ServerSpec } from '../../servers/lab/server-spec.ts';

/** The schema of a server as a run keeps it: what it does stands there as text, and is all that its fates depend on. */
export const testedServerSchema = z.strictObject({
  label: z.string(),
  /** The faults in text form, `none` for none. */
  faults: z.string(),
  /** How many requests it can serve at once; absent for any number. */
  slots: z.exactOptional(z.int()),
  /** How often each flag is asked for in a cell, each time a new attempt; absent for once. */
  repeat: z.exactOptional(z.int().min(2)),
  /** How the faults change, such as `DELAY@10s: none`; absent where they do not. */
  schedule: z.exactOptional(z.string()),
});

/** A server as a run keeps it. */
export type TestedServer = DeepReadonly<z.infer<typeof testedServerSchema>>;

/**
 * A server as a run is to keep it.
 *
 * @param repeat how often each flag is to be asked for in a cell
 */
export function testedServer({ label, profile, schedule }: ServerSpec, repeat = 1): TestedServer {
  const slots = slotsOf(profile);
  return {
    label,
    faults: formatProfile(profile),
    ...(slots !== undefined && { slots }),
    ...(repeat > 1 && { repeat }),
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

/** A change of a server's faults. */
export interface FaultsChange {
  /** Milliseconds since the servers' run began, as the time scale had it. */
  readonly atMs: number;
  /** The faults from then on in text form, `none` for none. */
  readonly faults: string;
}

/** How the faults of the server of that label changed in each cell that lasted so long, in order of time. */
export function faultsChanges(
  { servers, timeScale }: { readonly servers: readonly TestedServer[]; readonly timeScale: number },
  label: string,
): FaultsChange[] {
  return specOf(servers, label).schedule.map(({ atMs, profile }) => ({
    atMs: atMs * timeScale,
    faults: formatProfile(profile),
  }));
}

interface Asked {
  readonly servers: readonly TestedServer[];
  readonly codes: readonly string[];
}

/** What a cell on the server of that label downloads: all flags in their order, again and again where that was asked for. */
export function codesOf({ servers, codes }: Asked, label: string): readonly string[] {
  const { repeat = 1 } = servers.find((server) => server.label === label)!;
  return Array.from({ length: repeat }, () => codes).flat();
}

/** How many items the cells have that have most. */
export function mostItems({ servers, codes }: Asked): number {
  return codes.length * Math.max(...servers.map(({ repeat = 1 }) => repeat));
}

/** How often the flags are asked for, for a line of settings, such as `, LOCAL each 100 times`; empty for once. */
export function repeatText(servers: readonly TestedServer[]): string {
  return servers.map(({ label, repeat }) => (repeat === undefined ? '' : `, ${label} each ${repeat} times`)).join('');
}
