import { createServer, type RequestListener, type Server, type ServerOptions } from 'node:http';
import { type BindOptions, bindServers, bindTcp } from './bind-servers.ts';
import { answerHalfClosed } from './half-close.ts';
import { refuseExpectation, withHost } from './host-objection.ts';
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
  const { port, hostname, stop } = await bindServers(
    { create: () => serverFor(handle, options), bind: bindTcp, stop: stopServer },
    options,
  );
  return { port, url: `http://${hostname}:${port}`, close: async (graceMs = GRACE_MS) => stop(graceMs) };
}

function serverFor(handle: RequestListener, { serverOptions, prepare, onDescriptorsUsedUp }: ListenOptions): Server {
  const common = { keepAliveTimeout: KEEP_ALIVE_MS, connectionsCheckingInterval: CHECKING_INTERVAL_MS };
  // Who does not want Node to see to the Host header sees to it.
  const seesToHost = serverOptions?.requireHostHeader === false;
  const server = createServer(
    { ...common, ...serverOptions, requireHostHeader: false },
    seesToHost ? handle : withHost(handle),
  );
  server.on('checkExpectation', refuseExpectation);
  server.headersTimeout = REQUEST_TIMEOUT_MS;
  server.requestTimeout = REQUEST_TIMEOUT_MS;
  server.on('clientError', refuseRequest);
  answerHalfClosed(server);
  if (onDescriptorsUsedUp !== undefined) watchDescriptors(server, onDescriptorsUsedUp);
  prepare?.(server);
  return server;
}
