import type { RequestHandler } from 'express';
import { TOKEN_VARIABLE } from '../../lib/network/token-variable.ts';
import { sendError } from '../http/send-error.ts';
import { type Access, isLoopbackSite, isReading } from './access.ts';
import { HEALTH_PATH } from './routes.ts';

const UNAUTHORIZED = `Send the token that "flaglab serve" printed, as Authorization: Bearer; the command line takes it from the environment variable ${TOKEN_VARIABLE}. A browser may open the link that was printed instead, once.`;

/**
 * Keeps pages of other sites out, which a browser would let speak to loopback: the Host must be a name of this lab (or an
 * attacker's name could resolve to this machine), the Origin must be a loopback site, and a change must be
 * application/json, which a form cannot send. No CORS header is ever sent.
 *
 * Whether the lab is there may be asked from everywhere.
 */
export function guard({ hostObjection, hasOwnPages, allows }: Access): RequestHandler {
  return (request, response, next) => {
    if (request.path === HEALTH_PATH) return next();
    const refuse = (status: number, error: string, detail: string) =>
      sendError(request, response, status, error, detail);
    const { host = '', origin } = request.headers;
    const foreign = hostObjection(host);
    if (foreign !== undefined) return refuse(403, 'Forbidden', foreign);
    if (origin !== undefined && !isLoopbackSite(origin) && !(hasOwnPages && origin === `http://${host}`)) {
      return refuse(403, 'Forbidden', `Pages of ${origin} may not use this API.`);
    }
    if (!allows(request)) {
      response.setHeader('WWW-Authenticate', 'Bearer');
      return refuse(401, 'Unauthorized', UNAUTHORIZED);
    }
    if (!isReading(request) && request.is('application/json') === false) {
      return refuse(415, 'Unsupported Media Type', 'Send application/json.');
    }
    next();
  };
}
