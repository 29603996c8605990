import type { IncomingMessage, ServerResponse } from 'node:http';

/** The statuses whose answers have no body. */
const BODILESS = [204, 205, 304];

/** A body as an answer with that status has it: none where the status allows none. */
export function bodyOf(status: number, body: string): string {
  return BODILESS.includes(status) ? '' : body;
}

/** Answers with a status and a body of that type, which a request for the headers alone does not get. */
export function sendBody(
  request: IncomingMessage,
  response: ServerResponse,
  { status, type, body: wanted }: { readonly status: number; readonly type: string; readonly body: string },
): void {
  const body = bodyOf(status, wanted);
  if (body !== '') response.setHeader('Content-Type', type);
  // 204 and 304 end with their headers, whatever these say; the end of a 205 must be said.
  if (body !== '' || status === 205) response.setHeader('Content-Length', Buffer.byteLength(body));
  response.writeHead(status).end(request.method === 'HEAD' ? '' : body);
}
