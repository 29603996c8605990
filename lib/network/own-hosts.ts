import { hostname, networkInterfaces } from 'node:os';
import { UsageError } from '../errors/usage-error.ts';
import { isLoopback } from './is-loopback.ts';

/** In a list of hosts: whatever a client calls the server. */
export const ANY_HOST = '*';

/** Where a server listens, and what it may be called besides. */
export interface OwnHostsOptions {
  /** The address it listens on instead of loopback. */
  readonly host?: string | undefined;
  /** Names or addresses without a port, in any case, or {@link ANY_HOST}. */
  readonly allowHosts?: readonly string[] | undefined;
}

/**
 * Tells by its Host header whether a request means this server. A page of somebody else's site may have its name resolve to
 * this machine (DNS rebinding); its requests arrive, but under that name. So a server goes by loopback names, by the address
 * it listens on (by all addresses and the name of the machine where that is every address), and by what it is allowed besides.
 *
 * @returns whether a Host header, which may have a port, names this server
 */
export function ownHosts({ host, allowHosts = [] }: OwnHostsOptions): (header: string) => boolean {
  if (allowHosts.includes(ANY_HOST)) return () => true;
  const names = new Set(namesBesideLoopback({ host, allowHosts }).map(nameOf));
  return (header) => {
    const name = nameOf(header);
    return isLoopback(name) || names.has(name);
  };
}

/**
 * A name that a server is to go by, as it was given.
 *
 * @throws UsageError for what no Host header can say, and no server would ever go by
 */
export function hostName(text: string): string {
  if (text === ANY_HOST || (nameOf(text) !== '' && !text.includes('*'))) return text;
  throw new UsageError(`"${text}" is no name of a host: give one such as lab.test or 192.0.2.7, or * for any name`);
}

/** What a server goes by besides loopback names: names and addresses, as they were given. */
export function namesBesideLoopback({ host, allowHosts = [] }: OwnHostsOptions): string[] {
  const names = allowHosts.filter((name) => name !== ANY_HOST);
  if (host === undefined) return names;
  return [...names, host, ...(isEveryAddress(host) ? machineNames() : [])];
}

/** The name in a Host header, as the URL parser writes it: in lower case, addresses in their one form, without the dot of the root. Empty if it is none. */
function nameOf(host: string): string {
  const inUrl = isBareIPv6(host) ? `[${host}]` : host;
  // What is no host alone, such as a path or user behind or before it, must not pass for the host in it.
  return /[/?#@\\\s]/.test(inUrl) ? '' : (URL.parse(`http://${inUrl}`)?.hostname ?? '').replace(/\.$/, '');
}

function isBareIPv6(host: string): boolean {
  return !host.startsWith('[') && host.split(':').length > 2;
}

/**
 * What others can call a server that listens there, best first: its address or, where that is every address, those of this
 * machine that are not its own alone; where it has none, its name.
 */
export function namesForOthers(host: string): string[] {
  if (!isEveryAddress(host)) return [host];
  const addresses = Object.values(networkInterfaces())
    .flatMap((those) => those ?? [])
    // An address of a link alone needs to be told by which of them.
    .filter(
      ({ internal, family, address }) =>
        !internal && (family === 'IPv4' || (host === '::' && !/^fe80:/i.test(address))),
    )
    .toSorted((a, b) => a.family.localeCompare(b.family))
    .map(({ address }) => address);
  return addresses.length > 0 ? addresses : [hostname()];
}

/** Whether a server that listens there listens on all addresses of this machine. */
export function isEveryAddress(host: string): boolean {
  return ['0.0.0.0', '::'].includes(host);
}

function machineNames(): string[] {
  const addresses = Object.values(networkInterfaces()).flatMap((those) => those ?? []);
  return [hostname(), ...addresses.map(({ address }) => address.replace(/%.*$/, ''))];
}
