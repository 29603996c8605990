import type { IncomingMessage, RequestListener } from 'node:http';
import { sendError } from './send-error.ts';

/** Why a request does not say which host it means, or undefined where it does. */
export function hostObjection({ rawHeaders, httpVersion }: IncomingMessage): string | undefined {
  let hosts = 0;
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i]!;
    if (name.length === 'host'.length && name.toLowerCase() === 'host') hosts += 1;
  }
  if (hosts > 1) return 'It has more than one Host header.';
  return hosts === 0 && httpVersion === '1.1' ? 'It has no Host header.' : undefined;
}

/** Answers requests that do not say which host they mean with 400, which Node would do without a body, and only where none does. */
export function withHost(handle: RequestListener): RequestListener {
  return (request, response) => {
    const objection = hostObjection(request);
    if (objection === undefined) {
      handle(request, response);
      return;
    }
    response.shouldKeepAlive = false;
    sendError(request, response, 400, 'Bad Request', objection);
  };
}

/**
 * Answers requests for another host with 403.
 *
 * @param isOwn whether a Host header names this server
 */
export function ownHostsOnly(handle: RequestListener, isOwn: (header: string) => boolean): RequestListener {
  return (request, response) => {
    const { host } = request.headers;
    if (host === undefined || isOwn(host)) handle(request, response);
    else sendError(request, response, 403, 'Forbidden', foreignHost(host));
  };
}

/** What is said of a Host that is no name of this server. */
export function foreignHost(host: string): string {
  return `"${host}" is no name of this server: call it localhost, or allow that name with --allow-host.`;
}

/** Answers a request that expects what is not known here; Node would do so without a body. */
export const refuseExpectation: RequestListener = (request, response) => {
  sendError(
    request,
    response,
    417,
    'Expectation Failed',
    'Of all that a request may expect only 100-continue is known.',
  );
};
