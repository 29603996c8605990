import type { ClientRequest, IncomingMessage, ServerResponse } from 'node:http';
import type { RequestOptions } from 'node:https';
import { request } from '../http/node-http.ts';
import { rawHeader } from '../http/raw-header.ts';
import type { Forwarding } from './forwarding.ts';
import { hasBody } from './is-chunked.ts';

/** A request of a client's, and where it goes from here. */
export interface Asking {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly forwarding: Forwarding;
}

/**
 * Makes a request to the target as these options say, with the body of the client's as it comes. The forwarding hears of its
 * connection, its answer and what goes wrong; it ends when the client leaves.
 */
export function askTarget({ request: asked, response, forwarding }: Asking, options: RequestOptions): void {
  const upstream = request(options);
  // As a server of the lab does it: their size is limited.
  upstream.maxHeadersCount = 0;
  upstream.once('socket', () => forwarding.connected(upstream));
  upstream.once('response', (answer) => forwarding.answered(answer));
  const failed = (error: NodeJS.ErrnoException) => {
    // What a client that has left does to its request is no failure of the target.
    if (asked.socket.destroyed && error.code === 'ECONNRESET') upstream.destroy();
    else forwarding.failed(error);
  };
  upstream.on('error', failed);
  asked.on('error', failed);
  response.on('close', () => {
    if (!response.writableFinished) upstream.destroy();
  });
  sendBody(asked, upstream);
}

/** One without a body has nothing to wait for, unless the target is asked first whether it wants one. */
function sendBody(asked: IncomingMessage, upstream: ClientRequest): void {
  if (hasBody(asked) || rawHeader(asked, 'expect') !== undefined) asked.pipe(upstream);
  else upstream.end();
}
