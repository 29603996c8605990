/**
 * One fault with its parameters, in JSON form: `{fault: 'status', status: 418, rate: 0.25}`.
 *
 * @example
 * ```ts
 * import { type FaultSpec, parseProfile } from 'flaglab';
 * const specs: readonly FaultSpec[] = parseProfile(['status=418@25%']);
 * console.log(JSON.stringify(specs)); // [{"fault":"status","status":418,"rate":0.25}]
 * ```
 */
export interface FaultSpec {
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
