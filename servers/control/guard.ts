import { timingSafeEqual } from 'node:crypto';
import type { RequestHandler } from 'express';
import { isLoopback } from '../../lib/network/is-loopback.ts';
import { sendError } from '../http/send-error.ts';
import { HEALTH_PATH } from './routes.ts';

const READING = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Keeps pages of other sites out, which a browser would let speak to loopback: the Host must be a loopback name (or an
 * attacker's name could resolve to this machine), the Origin must be a loopback site, and a change must be
 * application/json, which a form cannot send. No CORS header is ever sent.
 *
 * Whether the lab is there may be asked from everywhere.
 *
 * @param token asked for as `Authorization: Bearer` where the API is open to other machines; then any Host will do
 */
export function guard(token: string | undefined): RequestHandler {
  return (request, response, next) => {
    if (request.path === HEALTH_PATH) return next();
    const refuse = (status: number, error: string, detail: string) =>
      sendError(request, response, status, error, detail);
    const { host = '', origin, authorization = '' } = request.headers;
    if (token === undefined && !isLoopbackSite(`http://${host}`)) {
      return refuse(403, 'Forbidden', `Host "${host}" is not a loopback name; use localhost.`);
    }
    if (origin !== undefined && !isLoopbackSite(origin) && !isOwn(origin, host, token)) {
      return refuse(403, 'Forbidden', `Pages of ${origin} may not use this API.`);
    }
    if (token !== undefined && !sameText(authorization, `Bearer ${token}`)) {
      response.setHeader('WWW-Authenticate', 'Bearer');
      return refuse(401, 'Unauthorized', 'Send the token that "flaglab serve" printed, as Authorization: Bearer.');
    }
    if (!READING.has(request.method) && request.is('application/json') === false) {
      return refuse(415, 'Unsupported Media Type', 'Send application/json.');
    }
    next();
  };
}

function isLoopbackSite(url: string): boolean {
  return isLoopback(URL.parse(url)?.hostname ?? '');
}

/** A page that came from the API itself, where it is reached by another name than loopback. */
function isOwn(origin: string, host: string, token: string | undefined): boolean {
  return token !== undefined && origin === `http://${host}`;
}

function sameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
