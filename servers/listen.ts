import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { ListenError, messageOf } from '../lib/errors.ts';

/** How long a graceful stop waits for what is in flight, in milliseconds. */
export const GRACE_MS = 5000;

/** How long a client may take to send a request, in milliseconds. */
const REQUEST_TIMEOUT_MS = 30_000;

/** Longer than any pause between a client's requests, so that the server never closes a connection under its hands. */
const KEEP_ALIVE_MS = 65_000;

/** Connections that wait to be accepted: a client may open thousands at once. */
const BACKLOG = 16_384;

/** Where to listen. */
export interface ListenOptions {
  /** For messages only. */
  readonly label: string;
  /** 0 for any free port. */
  readonly port: number;
  /** One address; both loopback addresses when absent. */
  readonly host?: string | undefined;
}

/** A server that listens. */
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
 */
export async function listen(handle: RequestListener, options: ListenOptions): Promise<Listening> {
  const hosts = options.host === undefined ? ['127.0.0.1', '::1'] : [options.host];
  const servers: Server[] = [];
  let { port } = options;
  try {
    for (const host of hosts) {
      const server = await bind(handle, port, host);
      if (server === undefined) continue;
      servers.push(server);
      port = (server.address() as AddressInfo).port;
    }
  } catch (cause) {
    await Promise.all(servers.map((server) => stop(server, 0)));
    throw listenError(options, port, cause);
  }
  const name =
    options.host === undefined ? 'localhost' : options.host.includes(':') ? `[${options.host}]` : options.host;
  return {
    port,
    url: `http://${name}:${port}`,
    close: async (graceMs = GRACE_MS) => void (await Promise.all(servers.map((server) => stop(server, graceMs)))),
  };
}

async function bind(handle: RequestListener, port: number, host: string): Promise<Server | undefined> {
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS, connectionsCheckingInterval: 5000 }, handle);
  server.headersTimeout = REQUEST_TIMEOUT_MS;
  server.requestTimeout = REQUEST_TIMEOUT_MS;
  server.on('clientError', refuse);
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject).listen({ port, host, backlog: BACKLOG }, resolve);
  try {
    await promise;
    return server;
  } catch (error) {
    // A machine without IPv6 is served on IPv4 alone.
    if (host === '::1' && ['EADDRNOTAVAIL', 'EAFNOSUPPORT'].includes((error as NodeJS.ErrnoException).code!))
      return undefined;
    throw error;
  }
}

function refuse(error: NodeJS.ErrnoException, socket: Socket): void {
  if (!socket.writable || error.code === 'ECONNRESET') return void socket.destroy();
  const [status, text] = REFUSALS[error.code!] ?? [400, 'Bad Request'];
  const body = `${JSON.stringify({ status, error: text, detail: 'This is not a request that HTTP/1.1 allows.' })}\n`;
  socket.end(
    `HTTP/1.1 ${status} ${text}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`,
  );
}

const REFUSALS: Readonly<Record<string, readonly [number, string]>> = {
  HPE_HEADER_OVERFLOW: [431, 'Request Header Fields Too Large'],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'Request Timeout'],
};

async function stop(server: Server, graceMs: number): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), graceMs);
  await closed;
  clearTimeout(timer);
}

function listenError({ label, host }: ListenOptions, port: number, cause: unknown): ListenError {
  const { code } = cause as NodeJS.ErrnoException;
  const where = host === undefined ? `port ${port}` : `${host} port ${port}`;
  if (code === 'EADDRINUSE') return new ListenError(`${label} cannot listen: ${where} is taken`, { cause });
  if (code === 'EACCES') return new ListenError(`${label} cannot listen: ${where} needs more rights`, { cause });
  return new ListenError(`${label} cannot listen on ${where}: ${messageOf(cause)}`, { cause });
}
