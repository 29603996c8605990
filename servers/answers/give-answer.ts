import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { TLSSocket } from 'node:tls';
import { messageOf } from '../../lib/errors/message-of.ts';
import { UsageError } from '../../lib/errors/usage-error.ts';
import { breakOff } from '../faults/answer/break-off.ts';
import { LateAnswer } from '../faults/answer/late-answer.ts';
import { headerPairs } from '../http/raw-header.ts';
import { sendError } from '../http/send-error.ts';
import { type CannedAnswer, headersToSend, type Respond, type RespondOrPass, toResponse } from './answer.ts';

/** Who answers what is not responded to here. */
export interface Otherwise {
  /** Answers the request, whose body nobody has read. */
  readonly pass: (late: LateAnswer) => void;
  /** Called before the body of a request is read here. */
  readonly onRead: () => void;
}

const BODILESS = ['GET', 'HEAD'];

/**
 * Answers a request as it is told to.
 *
 * @param otherwise who answers where it is told nothing; without it that is a mistake, and answered with 500
 */
export function giveAnswer(
  respond: Respond | RespondOrPass | CannedAnswer,
  request: IncomingMessage,
  response: ServerResponse,
  otherwise?: Otherwise,
): LateAnswer {
  const late = new LateAnswer();
  void answerLater(respond, request, response, { late, otherwise });
  return late;
}

async function answerLater(
  respond: Parameters<typeof giveAnswer>[0],
  request: IncomingMessage,
  response: ServerResponse,
  { late, otherwise }: { readonly late: LateAnswer; readonly otherwise: Otherwise | undefined },
): Promise<void> {
  try {
    let hasRead = false;
    const onRead = () => {
      hasRead = true;
      otherwise?.onRead();
    };
    const given = typeof respond === 'function' ? await respond(toRequest(request, response, onRead)) : respond;
    if (given !== undefined || otherwise === undefined) return await send(toResponse(given), response, late);
    if (hasRead) throw new UsageError('it has read the body, and so cannot pass the request on');
    otherwise.pass(late);
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
  for (const [name, value] of headersToSend(answer)) response.appendHeader(name, value);
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

/** A request as the Fetch standard has it, which is aborted when its client leaves. */
function toRequest(request: IncomingMessage, response: ServerResponse, onRead: () => void): Request {
  const { method = 'GET', url = '/', headers, rawHeaders, socket } = request;
  const hasBody = !BODILESS.includes(method);
  const scheme = socket instanceof TLSSocket ? 'https' : 'http';
  // A path may begin with two slashes, which by itself would be an address without its scheme.
  const path = url.startsWith('/') ? url : `/${url}`;
  const address = URL.parse(`${scheme}://${headers.host}${path}`) ?? `${scheme}://localhost${path}`;
  const leaving = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) leaving.abort();
  });
  return new Request(address, {
    method,
    headers: headerPairs(rawHeaders),
    signal: leaving.signal,
    ...(hasBody && { body: lazyBody(request, onRead), duplex: 'half' }),
  } as RequestInit);
}

/** The body of a request, of which nothing is read before somebody wants it. */
function lazyBody(request: IncomingMessage, onRead: () => void): ReadableStream {
  let reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
  const open = () => {
    onRead();
    return (Readable.toWeb(request) as ReadableStream<Uint8Array>).getReader();
  };
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        reader ??= open();
        const { done, value } = await reader.read();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      cancel: (reason) => reader?.cancel(reason),
    },
    { highWaterMark: 0 },
  );
}
