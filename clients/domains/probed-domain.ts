/**
 * Whether a domain name is there; `failed` where nobody could say.
 *
 * @example
 * ```ts
 * import { multiProbe, type ProbeKind, startLab } from 'flaglab';
 * await using lab = await startLab({ NAMES: {} });
 * const kinds = new Set<ProbeKind>();
 * for await (const { kind } of multiProbe(['if.dev', 'or.dev'], { resolver: lab.url('NAMES') })) kinds.add(kind);
 * console.log([...kinds]); // [ 'notFound' ]
 * ```
 */
export type ProbeKind = 'found' | 'notFound' | 'failed';

/**
 * What became of one domain name.
 *
 * @example
 * ```ts
 * import { multiProbe, type ProbedDomain, startLab } from 'flaglab';
 * await using lab = await startLab({ NAMES: { faults: ['servfail'] } });
 * const resolver = lab.url('NAMES');
 * const [probe]: ProbedDomain[] = await Array.fromAsync(multiProbe(['is.dev'], { resolver, retries: 2 }));
 * console.log(probe); // { name: 'is.dev', kind: 'failed', reason: 'SERVFAIL', attempts: 3 }
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
