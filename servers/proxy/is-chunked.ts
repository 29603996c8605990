import type { IncomingMessage } from 'node:http';
import { rawHeader } from '../http/raw-header.ts';

/** Whether a message's body comes in chunks, its length not known beforehand. */
export function isChunked(message: IncomingMessage): boolean {
  return rawHeader(message, 'transfer-encoding') !== undefined;
}

/** Whether a request comes with a body, be it an empty one. */
export function hasBody(request: IncomingMessage): boolean {
  const length = rawHeader(request, 'content-length');
  return isChunked(request) || (length !== undefined && Number(length) > 0);
}
