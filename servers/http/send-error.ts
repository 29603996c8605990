import type { IncomingMessage, ServerResponse } from 'node:http';

/** The statuses whose answers have no body. */
const BODILESS = [204, 205, 304];

/** The lab's JSON error body, empty where the status allows none. */
export function errorBody(status: number, error: string, detail: string): string {
  return BODILESS.includes(status) ? '' : `${JSON.stringify({ status, error, detail })}\n`;
}

/** Answers with the lab's JSON error body `{status, error, detail}`, or without a body where the status allows none. */
export function sendError(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  error: string,
  detail: string,
): void {
  const body = errorBody(status, error, detail);
  if (body !== '') response.setHeader('Content-Type', 'application/json');
  // 204 and 304 end with their headers, whatever these say; the end of a 205 must be said.
  if (body !== '' || status === 205) response.setHeader('Content-Length', Buffer.byteLength(body));
  response.writeHead(status).end(request.method === 'HEAD' ? '' : body);
}
