import { lookup, Resolver } from 'node:dns/promises';
import { onAbort } from '../../lib/concurrency/on-abort.ts';

/**
 * Asks one resolver for the IPv4 addresses of a name: once, for Node's resolver would ask again by itself otherwise. Each
 * question has a Node resolver of its own: one that has met quick answers would not wait for a slow one, and only all of its
 * questions can be called off together.
 *
 * @param server `ADDRESS:PORT`, or an address alone
 * @param timeoutMs the longest that Node itself waits for the answer
 * @throws what Node's resolver throws, or the signal's reason when it aborts
 */
export async function askResolver(name: string, server: string, timeoutMs: number, signal: AbortSignal): Promise<void> {
  const resolver = new Resolver({ tries: 1, timeout: timeoutMs, maxTimeout: timeoutMs });
  resolver.setServers([server]);
  using _listening = onAbort(signal, () => resolver.cancel());
  try {
    await resolver.resolve4(name);
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  }
}

/**
 * Asks the system for an address of a name. That cannot be called off: when the signal aborts nobody waits for it any more,
 * but it goes on.
 *
 * @throws what getaddrinfo says, or the signal's reason when it aborts
 */
export async function askSystem(name: string, signal: AbortSignal): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<unknown>();
  using _listening = onAbort(signal, reject);
  lookup(name).then(resolve, reject);
  await promise;
}
