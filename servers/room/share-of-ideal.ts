import { rateTime } from '../../lib/queueing/rate-time.ts';
import type { RequestRecord } from '../../lib/request-record.ts';
import type { Profile } from '../faults/contract/fault-spec.ts';
import { ratesEverywhere } from '../faults/limits/rate-spec.ts';
import { type Efficiency, efficiencyOf, idealOf } from '../records/efficiency.ts';
import { isOk } from '../records/failed.ts';
import { byKey, retriesOf } from '../records/retries.ts';
import type { Verdict } from '../records/verdict-schema.ts';

/** What is known of the server that a run asked. */
export interface AskedServer {
  /** How many requests can be in service at once; undefined for any number. */
  readonly slots: number | undefined;
  /** Its faults, where they were the same all the time; else undefined. */
  readonly profile: Profile | undefined;
}

/**
 * The shortest time in which anybody could have got the same answers, over the time that they took, or why that cannot be said.
 * A verdict's own efficiency is for as many in flight as there were at most: by it, who asks one after another would be first in
 * a room. And it leaves out whoever waited as told after a refusal, which here is the price of having asked for too much.
 */
export function shareOfIdeal(
  records: readonly RequestRecord[],
  { makespanMs }: Pick<Verdict, 'makespanMs'>,
  { slots, profile = [] }: AskedServer,
): Efficiency {
  const heldMs = idealOf(records, { m: Number.POSITIVE_INFINITY, slots });
  const admittedMs = rateTime(records.filter(isOk).length, ratesEverywhere(profile));
  const asked = byKey(records);
  const retries = asked.flatMap(retriesOf);
  const idealMs = Math.max(heldMs, admittedMs);
  return efficiencyOf({ byKey: asked, records, retries, idealMs, makespanMs, areRefusalsOwn: true });
}
