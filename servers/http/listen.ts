import { createServer, type RequestListener, type Server, type ServerOptions } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ListenError } from '../../lib/errors/listen-error.ts';
import { messageOf } from '../../lib/errors/message-of.ts';
import { refuseRequest } from './refuse-request.ts';
import { stopServer } from './stop-server.ts';
import { watchDescriptors } from './watch-descriptors.ts';

/** How long a graceful stop waits for what is in flight, in milliseconds. */
export const GRACE_MS = 5000;

/** How long a client may take to send a request, in milliseconds. */
const REQUEST_TIMEOUT_MS = 30_000;

/** How often connections are looked through for a client that takes longer. */
const CHECKING_INTERVAL_MS = 1000;

/** Longer than any pause between a client's requests, so that the server never closes a connection under its hands. */
const KEEP_ALIVE_MS = 65_000;

/** Connections that wait to be accepted: a client may open thousands at once. */
const BACKLOG = 16_384;

/** How many free ports are tried: one that is free on 127.0.0.1 may be taken on ::1. */
const TRIES = 50;

/**
 * Where to listen.
 *
 * @example
 * ```ts
 * import { type ListenOptions, listen } from 'flaglab';
 * const options: ListenOptions = { label: 'SHOP', port: 0, host: '127.0.0.1' };
 * const { url, port, close } = await listen((_, response) => void response.end('open'), options);
 * console.log(url === `http://127.0.0.1:${port}`); // true
 * await close();
 * ```
 */
export interface ListenOptions {
  /** For messages only. */
  readonly label: string;
  /** 0 for any free port. */
  readonly port: number;
  /** One address; both loopback addresses when absent. */
  readonly host?: string | undefined;
  /** Options of the HTTP server beside those that are the same for all. */
  readonly serverOptions?: ServerOptions;
  /** Called with the limit each time that a connection takes the last file descriptor, so that the next ones are dropped. */
  readonly onDescriptorsUsedUp?: (limit: number) => void;
  /** Called with each server before it listens, to hear more from it than requests. */
  readonly prepare?: (server: Server) => void;
}

/**
 * A server that listens.
 *
 * @example
 * ```ts
 * import { type Listening, listen } from 'flaglab';
 * const shop: Listening = await listen((_, response) => void response.end('open'), { label: 'SHOP', port: 0 });
 * console.log(shop.url === `http://localhost:${shop.port}`); // true
 * console.log(await (await fetch(shop.url)).text()); // open
 * await shop.close();
 * ```
 */
export interface Listening {
  readonly port: number;
  /** Such as `http://localhost:8000`. */
  readonly url: string;
  /** Stops accepting, lets what is in flight end for so long (5 s by default), then closes every connection. */
  close(graceMs?: number): Promise<void>;
}

/**
 * Listens on 127.0.0.1 and ::1, or on the host given. Either all addresses or none: nothing is left half started.
 *
 * @throws ListenError when the port is taken or the address is not to be had.
 *
 * @example
 * ```ts
 * import { createFlagServer, listen } from 'flaglab';
 * const { handle, label } = createFlagServer();
 * const { url, close } = await listen(handle, { label, port: 0 });
 * console.log((await fetch(`${url}/flags/br/br.gif`)).headers.get('content-type')); // image/gif
 * await close();
 * ```
 */
export async function listen(handle: RequestListener, options: ListenOptions): Promise<Listening> {
  const hosts = options.host === undefined ? ['127.0.0.1', '::1'] : [options.host];
  const servers = await bindAll(
    () => serverFor(handle, options),
    hosts,
    options.port,
    options.port === 0 ? TRIES : 1,
  ).catch((cause) => {
    throw listenError(options, cause);
  });
  const port = portOf(servers[0]!);
  const name =
    options.host === undefined ? 'localhost' : options.host.includes(':') ? `[${options.host}]` : options.host;
  return {
    port,
    url: `http://${name}:${port}`,
    close: async (graceMs = GRACE_MS) => void (await Promise.all(servers.map((server) => stopServer(server, graceMs)))),
  };
}

/** One server for each address, all on the same port; none is left when one fails. */
async function bindAll(create: () => Server, hosts: readonly string[], port: number, tries: number): Promise<Server[]> {
  const servers: Server[] = [];
  try {
    for (const host of hosts) {
      servers.push(await bind(create(), servers.length === 0 ? port : portOf(servers[0]!), host));
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // A machine without IPv6 is served on IPv4 alone.
    if (servers.length > 0 && (code === 'EADDRNOTAVAIL' || code === 'EAFNOSUPPORT')) return servers;
    await Promise.all(servers.map((server) => stopServer(server, 0)));
    if (code === 'EADDRINUSE' && tries > 1) return bindAll(create, hosts, port, tries - 1);
    throw error;
  }
  return servers;
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

function serverFor(handle: RequestListener, { serverOptions, prepare, onDescriptorsUsedUp }: ListenOptions): Server {
  const common = { keepAliveTimeout: KEEP_ALIVE_MS, connectionsCheckingInterval: CHECKING_INTERVAL_MS };
  const server = createServer({ ...common, ...serverOptions }, handle);
  server.headersTimeout = REQUEST_TIMEOUT_MS;
  server.requestTimeout = REQUEST_TIMEOUT_MS;
  server.on('clientError', refuseRequest);
  if (onDescriptorsUsedUp !== undefined) watchDescriptors(server, onDescriptorsUsedUp);
  prepare?.(server);
  return server;
}

async function bind(server: Server, port: number, host: string): Promise<Server> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject).listen({ port, host, backlog: BACKLOG }, resolve);
  await promise;
  return server;
}

function listenError({ label, host, port }: ListenOptions, cause: unknown): ListenError {
  const { code } = cause as NodeJS.ErrnoException;
  const where = host === undefined ? `port ${port}` : `${host} port ${port}`;
  if (code === 'EADDRINUSE') return new ListenError(`${label} cannot listen: ${where} is taken`, { cause });
  if (code === 'EACCES') return new ListenError(`${label} cannot listen: ${where} needs more rights`, { cause });
  return new ListenError(`${label} cannot listen on ${where}: ${messageOf(cause)}`, { cause });
}
