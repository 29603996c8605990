import { lookup } from 'node:dns/promises';
import { isIPv6 } from 'node:net';
import { LabError } from '../../lib/errors/lab-error.ts';
import { messageOf } from '../../lib/errors/message-of.ts';
import { UsageError } from '../../lib/errors/usage-error.ts';
import { networkReason } from '../../lib/network/network-reason.ts';

/** Where resolvers listen. */
const USUAL_PORT = 53;

const HOST_AND_PORT = /^(?:dns:\/\/)?(?:\[([\da-f:.]+)\]|([\w.-]+))(?::(\d{1,5}))?$/i;

/** Where a resolver listens. */
export interface ResolverAddress {
  /** A name or an address, without brackets. */
  readonly host: string;
  readonly port: number;
}

/**
 * Reads `HOST:PORT`, or what the lab says of its server, `dns://HOST:PORT`; the port is 53 where there is none. An IPv6 address with a port stands in brackets.
 *
 * @throws UsageError for anything else
 */
export function parseResolverAddress(text: string): ResolverAddress {
  if (isIPv6(text)) return { host: text, port: USUAL_PORT };
  const [, inBrackets, host = inBrackets, portText] = HOST_AND_PORT.exec(text) ?? [];
  const port = Number(portText ?? USUAL_PORT);
  const isWrong = host === undefined || (inBrackets !== undefined && !isIPv6(inBrackets));
  if (isWrong || port < 1 || port > 65_535) {
    throw new UsageError(
      `${JSON.stringify(text)} is no address of a resolver: give HOST:PORT, such as 127.0.0.1:5300 or [::1]:5300`,
    );
  }
  return { host, port };
}

/**
 * The addresses of a resolver, as Node's resolvers take them. A name may have several, `localhost` for one.
 *
 * @throws LabError where the name cannot be looked up
 */
export async function serversAt({ host, port }: ResolverAddress): Promise<string[]> {
  try {
    const found = await lookup(host, { all: true });
    return found.map(({ address, family }) => (family === 6 ? `[${address}]:${port}` : `${address}:${port}`));
  } catch (cause) {
    const why = cause instanceof Error ? networkReason(cause) : messageOf(cause);
    throw new LabError(`the resolver's host ${host} cannot be looked up: ${why}; give its address`, { cause });
  }
}
