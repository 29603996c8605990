import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { TLSSocket } from 'node:tls';
import { endToEndHeaders } from './hop-by-hop.ts';
import { isChunked } from './is-chunked.ts';

/** Which Host header the target gets. */
export interface HostRule {
  /** Such as `localhost:3000`. */
  readonly targetHost: string;
  /** Whether the client's own is kept. */
  readonly keepHost: boolean;
}

/** What the proxy says itself, so that what the client says of it is not passed on as it is. */
const OWN = new Set(['host', 'expect', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-port', 'x-forwarded-proto']);

/** The headers with which a request goes on to the target: the client's end-to-end ones, Host, X-Forwarded-*, and how its body is framed. */
export function forwardedHeaders(request: IncomingMessage, { targetHost, keepHost }: HostRule): IncomingHttpHeaders {
  const { socket } = request;
  const kept = endToEndHeaders(request.rawHeaders);
  const headers: Record<string, string | string[]> = {};
  const values = new Map<string, string>();
  /** Each header is spelt as it was first spelt. */
  const spelling = new Map<string, string>();
  for (let i = 0; i < kept.length; i += 2) {
    const [name, value] = [kept[i]!, kept[i + 1]!];
    const key = name.toLowerCase();
    const spelt = spelling.get(key);
    if (OWN.has(key)) values.set(key, appended(values.get(key), value));
    else if (spelt !== undefined) headers[spelt] = [headers[spelt]!, value].flat();
    else {
      spelling.set(key, name);
      headers[name] = value;
    }
  }
  const clientHost = values.get('host') ?? targetHost;
  headers.Host = keepHost ? clientHost : targetHost;
  headers['X-Forwarded-For'] = appended(values.get('x-forwarded-for'), socket.remoteAddress ?? 'unknown');
  headers['X-Forwarded-Host'] = values.get('x-forwarded-host') ?? clientHost;
  // A Unix socket has no port.
  const port =
    socket.localPort === undefined
      ? values.get('x-forwarded-port')
      : appended(values.get('x-forwarded-port'), String(socket.localPort));
  if (port !== undefined) headers['X-Forwarded-Port'] = port;
  headers['X-Forwarded-Proto'] = appended(
    values.get('x-forwarded-proto'),
    socket instanceof TLSSocket ? 'https' : 'http',
  );
  // Node frames a body by what these say; without it the chunks of a GET would follow its headers bare.
  if (isChunked(request)) headers['Transfer-Encoding'] = 'chunked';
  return headers;
}

function appended(before: string | undefined, value: string): string {
  return before === undefined ? value : `${before}, ${value}`;
}
