import type { IncomingMessage, ServerResponse } from 'node:http';

/** Whether an answer with that status ends with its headers, whatever these say. */
export function endsWithHeaders(status: number | undefined): boolean {
  return status === 204 || status === 304;
}

/** A body as an answer with that status has it: none where the status allows none. */
export function bodyOf(status: number, body: string): string {
  return endsWithHeaders(status) || status === 205 ? '' : body;
}

/** Answers with a status and a body of that type, which a request for the headers alone does not get. */
export function sendBody(
  request: IncomingMessage,
  response: ServerResponse,
  { status, type, body: wanted }: { readonly status: number; readonly type: string; readonly body: string },
): void {
  const body = bodyOf(status, wanted);
  if (body !== '') response.setHeader('Content-Type', type);
  // The end of a 205 must be said.
  if (body !== '' || status === 205) response.setHeader('Content-Length', Buffer.byteLength(body));
  response.writeHead(status).end(request.method === 'HEAD' ? '' : body);
}
