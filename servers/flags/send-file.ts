import type { IncomingMessage, ServerResponse } from 'node:http';
import { rawHeader } from '../http/raw-header.ts';
import type { FlagFile } from './flag-files.ts';

/**
 * Answers GET or HEAD with a file from memory, or with 304 when the client's If-None-Match names it.
 *
 * @returns the bytes of the body sent
 */
export function sendFile(request: IncomingMessage, response: ServerResponse, file: FlagFile): number {
  const known = rawHeader(request, 'if-none-match');
  if (known !== undefined && (known === '*' || known.includes(file.etag))) {
    response.writeHead(304, ['ETag', file.etag]).end();
    return 0;
  }
  response.writeHead(200, file.headers as string[]);
  if (request.method === 'HEAD') {
    response.end();
    return 0;
  }
  response.end(file.body);
  return file.body.length;
}
