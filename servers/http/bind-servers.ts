import type { AddressInfo, Server } from 'node:net';
import { ListenError } from '../../lib/errors/listen-error.ts';
import { messageOf } from '../../lib/errors/message-of.ts';
import { type OnOff, onOff } from './on-off.ts';

/** Connections that wait to be accepted: a client may open thousands at once. */
export const BACKLOG = 16_384;

const MAX_PORT = 65_535;

/** How many free ports are tried: one that is free on 127.0.0.1 may be taken on ::1. */
const TRIES = 50;

/** Where servers are bound. */
export interface BindOptions {
  /** For messages only. */
  readonly label: string;
  /** 0 for any free port. */
  readonly port: number;
  /** One address; both loopback addresses when absent. */
  readonly host?: string | undefined;
}

/** How a server is made that does not listen yet, how it is bound, and how it is stopped. */
export interface Bindable<S> {
  create(): S;
  /**
   * Binds it to an address, and resolves to its port; nothing of it listens when that fails.
   *
   * @param port 0 for any free one
   */
  bind(server: S, port: number, host: string): Promise<number>;
  /** Stops accepting, lets what is in flight end for so many milliseconds, then closes every connection. */
  stop(server: S, graceMs: number): Promise<void>;
}

/** Servers that are bound: one for each address, all on the same port. */
export interface Bound extends OnOff {
  readonly port: number;
  /** What a client calls the address: `localhost` for both loopback addresses. */
  readonly hostname: string;
}

/**
 * Binds servers to 127.0.0.1 and ::1, or one to the host given. Either all addresses or none: nothing is left half started.
 *
 * @throws ListenError when the port is taken or the address is not to be had; TypeError for what is no port.
 */
export async function bindServers<S>(bindable: Bindable<S>, options: BindOptions): Promise<Bound> {
  const { label, host, port } = options;
  if (!Number.isInteger(port) || port < 0 || port > MAX_PORT)
    throw new TypeError(`Expected ${label}'s \`port\` to be a whole number from 0 to ${MAX_PORT}, got ${port}`);
  const hosts = host === undefined ? ['127.0.0.1', '::1'] : [host];
  const bind = async (port: number, tries: number) => {
    const { servers, port: bound } = await bindAll(bindable, hosts, port, tries).catch((cause) => {
      throw listenError({ ...options, port }, cause);
    });
    const stop = async (graceMs: number) =>
      void (await Promise.all(servers.map((server) => bindable.stop(server, graceMs))));
    return { port: bound, stop };
  };
  const bound = await bind(port, port === 0 ? TRIES : 1);
  return {
    ...onOff(label, bound, () => bind(bound.port, 1)),
    port: bound.port,
    hostname: host === undefined ? 'localhost' : host.includes(':') ? `[${host}]` : host,
  };
}

/** One server for each address, all on the same port; none is left when one fails. */
async function bindAll<S>(
  bindable: Bindable<S>,
  hosts: readonly string[],
  port: number,
  tries: number,
): Promise<{ readonly servers: readonly S[]; readonly port: number }> {
  const servers: S[] = [];
  let bound = port;
  try {
    for (const host of hosts) {
      const server = bindable.create();
      bound = await bindable.bind(server, bound, host);
      servers.push(server);
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // A machine without IPv6 is served on IPv4 alone.
    if (servers.length > 0 && (code === 'EADDRNOTAVAIL' || code === 'EAFNOSUPPORT')) return { servers, port: bound };
    await Promise.all(servers.map((server) => bindable.stop(server, 0)));
    if (code === 'EADDRINUSE' && tries > 1) return bindAll(bindable, hosts, port, tries - 1);
    throw error;
  }
  return { servers, port: bound };
}

/** Binds a server of TCP connections, as {@link Bindable} has it. */
export async function bindTcp(server: Server, port: number, host: string): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject).listen({ port, host, backlog: BACKLOG }, resolve);
  await promise;
  return (server.address() as AddressInfo).port;
}

function listenError({ label, host, port }: BindOptions, cause: unknown): ListenError {
  const { code } = cause as NodeJS.ErrnoException;
  const where = host === undefined ? `port ${port}` : `${host} port ${port}`;
  if (code === 'EADDRINUSE') return new ListenError(`${label} cannot listen: ${where} is taken`, { cause });
  if (code === 'EACCES') return new ListenError(`${label} cannot listen: ${where} needs more rights`, { cause });
  return new ListenError(`${label} cannot listen on ${where}: ${messageOf(cause)}`, { cause });
}
