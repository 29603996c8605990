import { UsageError } from '../../lib/errors/usage-error.ts';
import { checkRetries, checkTimeout } from '../download/check-limits.ts';
import { parseResolverAddress, type ResolverAddress } from './resolver-address.ts';

/** How many names are asked for at once when nobody says. */
export const DEFAULT_PROBES = 20;

/** The most names asked for at once: each has a socket of its own. */
export const MAX_PROBES = 1000;

/** How long an answer may take when nobody says, in milliseconds. */
export const DEFAULT_PROBE_TIMEOUT_MS = 3000;

/** How often a name is asked for again when nobody says: once, for UDP may lose a question or an answer. */
export const DEFAULT_PROBE_RETRIES = 1;

/**
 * How domain names are probed. Durations are milliseconds.
 *
 * @example
 * ```ts
 * import { multiProbe, type ProbeOptions, startLab } from 'flaglab';
 * await using lab = await startLab({ NAMES: { faults: ['servfail,first=1'] } });
 * const options: ProbeOptions = { resolver: lab.url('NAMES'), retries: 0 };
 * const kindsNow = async () => (await Array.fromAsync(multiProbe(['is.dev'], options))).map(({ kind }) => kind);
 * console.log(await kindsNow(), await kindsNow()); // [ 'failed' ] [ 'found' ]
 * ```
 */
export interface ProbeOptions {
  /** The most names asked for at once, from 1 to 1000; default 20. */
  readonly m?: number | undefined;
  /** The resolver to ask, as `HOST:PORT`, such as `127.0.0.1:5300`, or the URL of the lab's NAMES; default: those of the system. */
  readonly resolver?: string | undefined;
  /** How long each attempt may take; default 3000. */
  readonly timeoutMs?: number | undefined;
  /**
   * How often a name whose probe has failed is asked for again, at once: after a timeout, and after an answer that does not
   * tell, such as SERVFAIL. Of several resolvers each retry asks the next. Default 1.
   */
  readonly retries?: number | undefined;
  /**
   * Asks the system instead (getaddrinfo), as programs do that open connections: it knows the names of this machine too, has
   * resolvers, a timeout and retries of its own, and does four look-ups at a time. Default false.
   */
  readonly lookup?: boolean | undefined;
  /** Calls off what has not been answered, with its reason, when it aborts. Default: none. */
  readonly signal?: AbortSignal | undefined;
}

/** Options, checked and complete. */
export interface ResolvedProbes {
  readonly m: number;
  /** Undefined: those of the system. */
  readonly resolver: ResolverAddress | undefined;
  readonly timeoutMs: number;
  readonly retries: number;
  readonly lookup: boolean;
  readonly signal: AbortSignal | undefined;
}

/**
 * Checks options and fills in the defaults.
 *
 * @throws UsageError which names the option, what was given and what may be
 */
export function resolveProbes(options: ProbeOptions): ResolvedProbes {
  const { m = DEFAULT_PROBES, lookup = false, resolver, signal } = options;
  const { timeoutMs = DEFAULT_PROBE_TIMEOUT_MS, retries = DEFAULT_PROBE_RETRIES } = options;
  if (lookup) refuseBesideLookup(options);
  if (!Number.isInteger(m) || m < 1 || m > MAX_PROBES) {
    throw new UsageError(`m must be a whole number from 1 to ${MAX_PROBES}, not ${m}`);
  }
  checkTimeout(timeoutMs);
  checkRetries(retries);
  return {
    m,
    resolver: resolver === undefined ? undefined : parseResolverAddress(resolver),
    timeoutMs: Math.ceil(timeoutMs),
    retries: lookup ? 0 : retries,
    lookup,
    signal,
  };
}

/** What would have no effect is a mistake. */
function refuseBesideLookup({ resolver, timeoutMs, retries }: ProbeOptions): void {
  const [given] =
    Object.entries({ resolver, timeout: timeoutMs, retries }).find(([, value]) => value !== undefined) ?? [];
  if (given === undefined) return;
  throw new UsageError(
    `give lookup or ${given}, not both: the system's look-up (getaddrinfo) has resolvers, a timeout and retries of its own`,
  );
}
