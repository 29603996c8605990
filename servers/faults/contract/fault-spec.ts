import type { Where } from './where.ts';

/**
 * One fault with its parameters, in JSON form: `{fault: 'hang', rate: 0.25}`. What has been read has all its parameters.
 *
 * @example
 * ```ts
 * import { type FaultSpec, parseProfile } from 'flaglab';
 * const specs: readonly FaultSpec[] = parseProfile(['rate=50/s']);
 * console.log(JSON.stringify(specs)); // [{"fault":"rate","perSecond":50,"burst":1}]
 * ```
 */
export interface FaultSpec extends Where {
  readonly fault: string;
}

/**
 * The list of faults of one server.
 *
 * @example
 * ```ts
 * import { type Profile, parseProfile, startLab } from 'flaglab';
 * const profile: Profile = parseProfile(['status=503', 'delay=20ms']);
 * console.log(profile.map(({ fault }) => fault)); // [ 'delay', 'status' ]
 * await using lab = await startLab({ MINE: { faults: profile } });
 * console.log((await fetch(`${lab.url('MINE')}/flags/br/br.gif`)).headers.get('x-lab-fault')); // delay, status
 * ```
 */
export type Profile = readonly FaultSpec[];

/** How many faults of the same kind a profile has before the one at that index. */
export function sameBefore(profile: Profile, index: number): number {
  return profile.slice(0, index).filter(({ fault }) => fault === profile[index]!.fault).length;
}
