import type { RequestListener, Server, ServerOptions } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { ownHosts } from '../../lib/network/own-hosts.ts';
import { type BindOptions, bindServers, bindTcp } from './bind-servers.ts';
import { bindSocket } from './bind-socket.ts';
import { answerHalfClosed } from './half-close.ts';
import { ownHostsOnly, refuseExpectation, withHost } from './host-objection.ts';
import { createServer } from './node-http.ts';
import type { OnOff } from './on-off.ts';
import { refuseRequest } from './refuse-request.ts';
import { closeStrangers, stopServer } from './stop-server.ts';
import { watchDescriptors } from './watch-descriptors.ts';

/** How long a graceful stop waits for what is in flight, in milliseconds. */
export const GRACE_MS = 5000;

/** How long a client may take to send a request, in milliseconds. */
const REQUEST_TIMEOUT_MS = 30_000;

/** How often connections are looked through for a client that takes longer. */
const CHECKING_INTERVAL_MS = 1000;

/** Longer than any pause between a client's requests, so that the server never closes a connection under its hands. */
const KEEP_ALIVE_MS = 65_000;

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
export interface ListenOptions extends BindOptions {
  /** Listen on this Unix socket instead of a port; a file of it that nobody listens on any more is removed. */
  readonly socket?: string | undefined;
  /**
   * What clients may call the server besides loopback names and `host`: names or addresses without a port, or `*` for any. A
   * request for another host gets 403. Default: any.
   */
  readonly allowHosts?: readonly string[] | undefined;
  /** Speak HTTP inside TLS, with this key and certificate, both in PEM. */
  readonly tls?: Readonly<Record<'key' | 'cert', string>> | undefined;
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
export interface Listening extends Pick<OnOff, 'isEnabled' | 'setEnabled'> {
  /** 0 where it listens on a Unix socket. */
  readonly port: number;
  /** Such as `http://localhost:8000`, or `unix:/tmp/shop.sock`. */
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
  const { label, socket, tls } = options;
  const servers = { create: () => serverFor(handle, options), stop: stopServer };
  if (socket !== undefined) {
    return listeningOn(await bindSocket(servers, { label, socket }), { port: 0, url: `unix:${socket}` });
  }
  const bound = await bindServers({ ...servers, bind: bindTcp }, options);
  const scheme = tls === undefined ? 'http' : 'https';
  return listeningOn(bound, { port: bound.port, url: `${scheme}://${bound.hostname}:${bound.port}` });
}

/** What has been bound, as those know it who let it listen. */
export function listeningOn({ isEnabled, setEnabled, stop }: OnOff, where: Pick<Listening, 'port' | 'url'>): Listening {
  return { ...where, isEnabled, setEnabled, close: async (graceMs = GRACE_MS) => stop(graceMs) };
}

function serverFor(
  handle: RequestListener,
  { serverOptions, prepare, onDescriptorsUsedUp, tls, host, allowHosts }: ListenOptions,
): Server {
  const common = { keepAliveTimeout: KEEP_ALIVE_MS, connectionsCheckingInterval: CHECKING_INTERVAL_MS };
  // Who does not want Node to see to the Host header sees to it.
  const seesToHost = serverOptions?.requireHostHeader === false;
  const all = { ...common, ...serverOptions, requireHostHeader: false };
  const wanted = allowHosts === undefined ? handle : ownHostsOnly(handle, ownHosts({ host, allowHosts }));
  const answer = seesToHost ? wanted : withHost(wanted);
  const server = tls === undefined ? createServer(all, answer) : createSecureServer({ ...all, ...tls }, answer);
  server.on('checkExpectation', refuseExpectation);
  server.headersTimeout = REQUEST_TIMEOUT_MS;
  // Their size is limited. Those past a count would be left out without a word.
  server.maxHeadersCount = 0;
  server.requestTimeout = REQUEST_TIMEOUT_MS;
  server.on('clientError', refuseRequest);
  // Within TLS the end of one half is the end of both.
  if (tls === undefined) answerHalfClosed(server);
  else closeStrangers(server);
  if (onDescriptorsUsedUp !== undefined) watchDescriptors(server, onDescriptorsUsedUp);
  prepare?.(server);
  return server;
}
