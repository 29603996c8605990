import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { messageOf } from '../../lib/errors/message-of.ts';
import { breakOff } from '../faults/answer/break-off.ts';
import { LateAnswer } from '../faults/answer/late-answer.ts';
import type { FaultWorld } from '../faults/fault-world.ts';
import { httpDoor } from '../faults/http-door.ts';
import { type Listening, type ListenOptions, listen } from '../http/listen.ts';
import { headerPairs } from '../http/raw-header.ts';
import { sendError } from '../http/send-error.ts';
import { type CannedAnswer, type Respond, toResponse } from './answer.ts';

/** Where a server listens that answers as it is told, and how. */
export interface AnswersOptions extends ListenOptions {
  readonly respond: Respond | CannedAnswer;
}

const BODILESS = ['GET', 'HEAD'];

/** Listens, lets each request meet its fate in that world, and answers it, whatever its path. */
export function serveAnswers(world: FaultWorld, { respond, ...options }: AnswersOptions): Promise<Listening> {
  const answer = (request: IncomingMessage, response: ServerResponse) => {
    const late = new LateAnswer();
    void answerLater(respond, request, response, late);
    return late;
  };
  return listen(httpDoor(world, { answer, isLeftAlone: () => false }), options);
}

async function answerLater(
  respond: AnswersOptions['respond'],
  request: IncomingMessage,
  response: ServerResponse,
  late: LateAnswer,
): Promise<void> {
  try {
    const given = typeof respond === 'function' ? await respond(toRequest(request)) : respond;
    await send(toResponse(given), response, late);
  } catch (error) {
    // The client, or a fault, may have ended it; and what has begun cannot be taken back.
    if (response.destroyed) return;
    if (response.headersSent) return breakOff(response, late, response.hasHeader('content-length'));
    sendError(request, response, 500, 'Internal Server Error', `respond failed: ${messageOf(error)}`);
    late.begin();
    late.bytes = Number(response.getHeader('content-length'));
  }
}

async function send(answer: Response, response: ServerResponse, late: LateAnswer): Promise<void> {
  if (response.destroyed) return;
  for (const [name, value] of answer.headers) response.appendHeader(name, value);
  response.writeHead(answer.status, answer.statusText || undefined);
  late.begin();
  // Where the body fails, what has come of it is still to reach the client.
  if (answer.body !== null && response.req.method !== 'HEAD')
    await pipeline(counted(answer.body, late), response, { end: false });
  response.end();
}

async function* counted(body: AsyncIterable<Uint8Array>, late: LateAnswer): AsyncGenerator<Uint8Array> {
  for await (const chunk of body) {
    late.bytes += chunk.length;
    yield chunk;
  }
}

/** A request as the Fetch standard has it. */
function toRequest(request: IncomingMessage): Request {
  const { method = 'GET', url = '/', headers, rawHeaders } = request;
  const hasBody = !BODILESS.includes(method);
  // A path may begin with two slashes, which by itself would be an address without its scheme.
  const path = url.startsWith('/') ? url : `/${url}`;
  const address = URL.parse(`http://${headers.host}${path}`) ?? `http://localhost${path}`;
  return new Request(address, {
    method,
    headers: headerPairs(rawHeaders),
    ...(hasBody && { body: Readable.toWeb(request) as ReadableStream, duplex: 'half' }),
  } as RequestInit);
}
