import type { IncomingMessage } from 'node:http';
import { hasBody } from './is-chunked.ts';

/** The methods that may be sent twice, because twice does what once does. */
const IDEMPOTENT = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE', 'PUT', 'DELETE']);

/** Whether a request can be sent to the target once more: twice does what once does, and no body has gone by that was not kept. */
export function mayBeRepeated(request: IncomingMessage): boolean {
  return IDEMPOTENT.has(request.method ?? '') && !hasBody(request);
}
