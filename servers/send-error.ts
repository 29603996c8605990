import type { IncomingMessage, ServerResponse } from 'node:http';

/** Answers with the lab's JSON error body `{status, error, detail}`. */
export function sendError(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  error: string,
  detail: string,
): void {
  const bodiless = status === 204 || status === 304;
  const body = bodiless ? '' : `${JSON.stringify({ status, error, detail })}\n`;
  if (!bodiless) {
    response.setHeader('Content-Type', 'application/json');
    response.setHeader('Content-Length', Buffer.byteLength(body));
  }
  response.writeHead(status).end(request.method === 'HEAD' ? '' : body);
}
