import type { IncomingMessage } from 'node:http';
import { hostObjection } from '../http/host-objection.ts';
import { rawHeader } from '../http/raw-header.ts';

/** Why a request is not passed on. */
export interface Objection {
  readonly status: number;
  readonly error: string;
  readonly detail: string;
}

/**
 * What is wrong with a request that Node's parser has let through, or undefined. The parser itself refuses most of what
 * two servers might read in two ways: Content-Length beside Transfer-Encoding, malformed chunks, folded headers, bare
 * line feeds. This is the rest, and what means another server: the target, whose own name takes the place of the one that
 * was asked for, could no longer tell.
 *
 * @param isOwnHost whether a Host header names this proxy
 */
export function objectionTo(request: IncomingMessage, isOwnHost: (header: string) => boolean): Objection | undefined {
  const { method, url = '', httpVersion } = request;
  if (httpVersion !== '1.1' && httpVersion !== '1.0') return bad('HTTP/1.1 and HTTP/1.0 are spoken here.');
  const unclear = hostObjection(request);
  if (unclear !== undefined) return bad(unclear);
  const host = rawHeader(request, 'host');
  if (host !== undefined && !isOwnHost(host)) return foreign(host);
  const encoding = rawHeader(request, 'transfer-encoding');
  if (encoding !== undefined && httpVersion === '1.0') return bad('HTTP/1.0 has no Transfer-Encoding.');
  if (encoding !== undefined && !/(^|,)\s*chunked$/i.test(encoding))
    return bad('Its Transfer-Encoding hides where it ends.');
  if (encoding !== undefined && encoding.toLowerCase() !== 'chunked')
    return { status: 501, error: 'Not Implemented', detail: `Of "${encoding}" only chunked is known here.` };
  if (!url.startsWith('/') && !(url === '*' && method === 'OPTIONS')) return bad(`"${url}" is not a path.`);
  return undefined;
}

function foreign(host: string): Objection {
  const detail = `"${host}" is no name of this proxy: call it localhost, or allow that name with --allow-host.`;
  return { status: 403, error: 'Forbidden', detail };
}

function bad(detail: string): Objection {
  return { status: 400, error: 'Bad Request', detail };
}
