/**
 * Whether a domain name is there; `failed` where nobody could say.
 *
 * @example
 * ```ts
 * import { multiProbe, type ProbeKind } from 'flaglab';
 * const wanted: readonly ProbeKind[] = ['found', 'failed'];
 * const probes = await Array.fromAsync(multiProbe(['localhost'], { lookup: true }));
 * console.log(probes.filter(({ kind }) => wanted.includes(kind)).length); // 1
 * ```
 */
export type ProbeKind = 'found' | 'notFound' | 'failed';

/**
 * What became of one domain name.
 *
 * @example
 * ```ts
 * import { multiProbe, type ProbedDomain } from 'flaglab';
 * const isDown = ({ kind, reason }: ProbedDomain) => kind === 'failed' && reason === 'timed out';
 * const probes = await Array.fromAsync(multiProbe(['localhost'], { lookup: true }));
 * console.log(probes.some(isDown)); // false
 * ```
 */
export interface ProbedDomain {
  /** In lower case, without a dot at either end. */
  readonly name: string;
  readonly kind: ProbeKind;
  /** Why it failed, in a few words which are equal for all names that failed alike, such as `timed out`. */
  readonly reason?: string;
  /** How often it was asked for: 1, and one for each retry. */
  readonly attempts: number;
}
