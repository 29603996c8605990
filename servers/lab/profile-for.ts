import { METHODS } from 'node:http';
import { FaultSpecError } from '../../lib/errors/fault-spec-error.ts';
import type { FaultSpec, Profile } from '../faults/contract/fault-spec.ts';
import { matchesGlob } from '../faults/contract/glob.ts';
import { formatFault } from '../faults/format-profile.ts';
import { faultKind } from '../faults/kinds/registry.ts';
import { type GivenFaults, parseProfile } from '../faults/profile.ts';
import type { ScheduleStep } from '../faults/schedule.ts';
import { systemServer } from './systems.ts';

/**
 * Reads the faults of the server of that label.
 *
 * @param schedule those that it is to have later
 * @throws FaultSpecError for what is no fault, or one that this server cannot carry out
 */
export function profileFor(label: string, faults: GivenFaults, schedule: readonly ScheduleStep[] = []): Profile {
  const profile = parseProfile(faults);
  const { takes, saysOtherWords = false, objection } = systemServer(label) ?? {};
  const all = [profile, ...schedule.map((step) => step.profile)].flat();
  const other = all.find(({ fault }) => takes?.includes(fault) === false);
  if (other !== undefined) {
    const taken = saysOtherWords ? takes!.map(withOtherWords) : takes!;
    throw new FaultSpecError(`${label} cannot carry out the fault ${other.fault}: it takes ${taken.join(', ')}`);
  }
  for (const spec of all) {
    const why = (takes === undefined ? httpObjection(spec) : headersObjection(spec)) ?? objection?.(spec);
    if (why !== undefined) throw new FaultSpecError(`${label} cannot carry out ${formatFault(spec)}: ${why}`);
  }
  return profile;
}

/** Why no request by HTTP can be meant: a fault that never applies looks like a server that is well. */
function httpObjection({ path, method }: FaultSpec): string | undefined {
  if (path !== undefined && !/^[/*]/.test(path)) return `paths begin with a slash, so write path=/${path}`;
  if (method !== undefined && !METHODS.some((known) => matchesGlob(method, known)))
    return `there is no method ${method}: give one such as POST`;
  return undefined;
}

function headersObjection({ ifHeader }: FaultSpec): string | undefined {
  return ifHeader === undefined ? undefined : 'its protocol has no headers, so leave if-header out';
}

/** A fault with the other words for it, which may be what is looked for: `hang (drop)`. */
function withOtherWords(fault: string): string {
  const words = Object.keys(faultKind(fault)?.otherWords ?? {});
  return words.length === 0 ? fault : `${fault} (${words.join(', ')})`;
}
