import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { maxHeaderSize } from './node-http.ts';
import { errorBody } from './send-error.ts';

type Refusal = readonly [status: number, error: string, detail: string];

const MALFORMED: Refusal = [400, 'Bad Request', 'This is not a request that HTTP/1.1 allows.'];

const TOO_LARGE = `The address and the headers of a request are at most ${maxHeaderSize / 1024} KB here.`;

const refusals = (tooLarge: string): Readonly<Record<string, Refusal>> => ({
  HPE_HEADER_OVERFLOW: [431, 'Request Header Fields Too Large', tooLarge],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'Request Timeout', 'The request took too long to arrive.'],
});

/**
 * Answers bytes that are not a request, and closes. For a server's `clientError` event.
 *
 * @param tooLarge what is said of headers that are more than the server takes; default Node's own limit
 */
export function refuseRequest(error: NodeJS.ErrnoException, socket: Socket, tooLarge = TOO_LARGE): void {
  if (!socket.writable || error.code === 'ECONNRESET') return void socket.destroy();
  const answering = responseInFlight(socket);
  if (answering !== undefined && !socket.readableEnded) {
    // A good request came first. Its answer must not be mixed with this one; it is the connection's last.
    answering.shouldKeepAlive = false;
    return;
  }
  const [status, text, detail] = refusals(tooLarge)[error.code!] ?? MALFORMED;
  const body = errorBody(status, text, detail);
  socket.end(
    `HTTP/1.1 ${status} ${text}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`,
  );
}

/** The response that a connection is busy with. Node's own handler of bad requests looks here too; there is no documented way. */
export function responseInFlight(socket: Socket): ServerResponse | undefined {
  return (socket as Socket & { _httpMessage?: ServerResponse })._httpMessage ?? undefined;
}
