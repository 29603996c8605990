import { Resolver } from 'node:dns';
import { asCompleted } from '../../lib/concurrency/as-completed.ts';
import { type Admitted, Semaphore } from '../../lib/concurrency/semaphore.ts';
import { TaskGroup } from '../../lib/concurrency/task-group.ts';
import { domainName } from '../../lib/network/domain-name.ts';
import { probeDomain } from './probe-domain.ts';
import { type ProbeOptions, type ResolvedProbes, resolveProbes } from './probe-options.ts';
import type { ProbedDomain } from './probed-domain.ts';
import { serversAt } from './resolver-address.ts';

/**
 * Asks which domain names are there, many at a time, and yields what becomes of each in order of completion.
 *
 * - A name is `found` where it has an address or anything else; `notFound` where it has nothing at all (NXDOMAIN); and
 *   `failed` where nobody could say: a timeout, SERVFAIL, a resolver that is not there.
 * - Leaving the loop calls off what has not been answered. When the signal aborts, what is known is still yielded, then its
 *   reason is thrown.
 * - All names and options are checked before the first question is sent.
 *
 * @throws UsageError for what is no domain name, or options that cannot be. While it runs: LabError where the host of the
 *   resolver cannot be looked up
 *
 * @example
 * ```ts
 * import { multiProbe, startLab } from 'flaglab';
 * await using lab = await startLab({ NAMES: {} });
 * const resolver = lab.url('NAMES');
 * for await (const { name, kind } of multiProbe(['IS.dev'], { resolver })) console.log(name, kind); // is.dev found
 * const probes = await Array.fromAsync(multiProbe(['is.dev', 'if.dev'], { resolver }));
 * console.log(probes.filter(({ kind }) => kind === 'notFound').map(({ name }) => name)); // [ 'if.dev' ]
 * ```
 */
export function multiProbe(
  names: Iterable<string>,
  options: ProbeOptions = {},
): AsyncGenerator<ProbedDomain, void, void> {
  return probed(Array.from(names, domainName), resolveProbes(options));
}

async function* probed(names: readonly string[], settings: ResolvedProbes): AsyncGenerator<ProbedDomain, void, void> {
  const { m, resolver, signal } = settings;
  const servers = resolver === undefined ? new Resolver().getServers() : await serversAt(resolver);
  const semaphore = new Semaphore(m);
  await using group = new TaskGroup({ signal });
  const probe = ({ item, run }: Admitted<string>) =>
    group.spawn((called) => run(() => probeDomain(item, servers, settings, called), called));
  try {
    for await (const { result } of asCompleted(semaphore.admit(names), probe, { signal })) yield result;
  } finally {
    group.cancel();
  }
}
