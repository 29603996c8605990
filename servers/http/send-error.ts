import type { IncomingMessage, ServerResponse } from 'node:http';
import { sendBody } from './send-body.ts';

/** The lab's JSON error body. */
export function errorBody(status: number, error: string, detail: string): string {
  return `${JSON.stringify({ status, error, detail })}\n`;
}

/** Answers with the lab's JSON error body `{status, error, detail}`, or without a body where the status allows none. */
export function sendError(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  error: string,
  detail: string,
): void {
  sendBody(request, response, { status, type: 'application/json', body: errorBody(status, error, detail) });
}
