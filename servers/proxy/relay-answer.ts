import type { IncomingMessage, ServerResponse } from 'node:http';
import { collectPassed } from '../../lib/memory/collect-passed.ts';
import { breakOff } from '../faults/answer/break-off.ts';
import type { LateAnswer } from '../faults/answer/late-answer.ts';
import { headerPairs, rawHeader } from '../http/raw-header.ts';
import { endsWithHeaders } from '../http/send-body.ts';
import { endToEndHeaders } from './hop-by-hop.ts';
import { isChunked } from './is-chunked.ts';

const NOTHING = Buffer.alloc(0);

/**
 * Passes a target's answer on to the client as it comes: status, headers, body, trailers. One that breaks off leaves
 * the client's connection broken too, so that it cannot take the part for the whole.
 *
 * @throws RangeError or TypeError when its status or headers cannot be sent; nothing has been sent then.
 */
export function relayAnswer(answer: IncomingMessage, response: ServerResponse, late: LateAnswer): void {
  writeHead(answer, response);
  late.begin();
  answer.on('data', (chunk: Buffer) => {
    late.bytes += chunk.length;
    collectPassed(chunk.length);
  });
  if (isChunked(answer)) {
    // Before the pipe's own listener, which ends the response.
    answer.on('end', () => {
      if (answer.rawTrailers.length > 0) response.addTrailers(headerPairs(endToEndHeaders(answer.rawTrailers)));
    });
  }
  // The `close` that follows says it.
  answer.on('error', () => {});
  answer.on('close', () => {
    if (!answer.complete) breakOff(response, late, hasLength(answer));
  });
  answer.pipe(response);
  // After what came of the body together with the headers has been passed on.
  process.nextTick(sendHeaders, response, late);
}

/**
 * A target that sends its headers long before its body, such as an event stream, has them passed on at once: before a buffer
 * they are Latin-1, as they came. `flushHeaders` would write them as UTF-8. Where there is no body they leave with the end.
 */
function sendHeaders(response: ServerResponse, late: LateAnswer): void {
  if (late.bytes === 0 && !response.writableEnded) response.write(NOTHING);
}

function writeHead(answer: IncomingMessage, response: ServerResponse): void {
  const { statusCode, statusMessage } = answer;
  const headers = endToEndHeaders(answer.rawHeaders);
  const trailer = rawHeader(answer, 'trailer');
  if (trailer !== undefined && staysChunked(answer, response)) headers.push('Trailer', trailer);
  if (response.getHeaderNames().length === 0) {
    response.writeHead(statusCode!, statusMessage!, headers);
    return;
  }
  // What the faults say of themselves stays beside a header of that name from the target.
  for (const [name, value] of headerPairs(headers)) response.appendHeader(name, value);
  response.writeHead(statusCode!, statusMessage!);
}

/** Whether the client too gets the body in chunks; nowhere else is a place for trailers. */
function staysChunked(answer: IncomingMessage, { req }: ServerResponse): boolean {
  const hasBody = req.method !== 'HEAD' && !endsWithHeaders(answer.statusCode);
  return isChunked(answer) && hasBody && req.httpVersion === '1.1';
}

/** Whether a target's answer says how long it is. */
export function hasLength({ headers }: IncomingMessage): boolean {
  return headers['content-length'] !== undefined;
}
