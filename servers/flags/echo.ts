import type { IncomingMessage, ServerResponse } from 'node:http';
import { hash } from '../../lib/chance/hash.ts';
import { LateAnswer } from '../faults/answer/late-answer.ts';
import type { FaultWorld } from '../faults/fault-world.ts';
import { sendError } from '../http/send-error.ts';
import { readBody } from './read-body.ts';

/** Where a server writes what it is sent, which is to say that it counts it. */
export const ECHO_PATH = '/echo';

/** What writes anew each time; the other methods do the same twice as once (RFC 9110, 9.2.2). */
const WRITING = ['POST', 'PATCH'];

const METHODS = [...WRITING, 'PUT', 'DELETE'];

/** The largest body that is echoed, in bytes. */
const MAX_BODY_BYTES = 1_048_576;

/** How many answers are kept for keys of idempotency, and how many bytes all together; past that the oldest is forgotten. */
const MAX_KEPT = 10_000;
const MAX_KEPT_BYTES = 33_554_432;

const DEFAULT_TYPE = 'application/octet-stream';

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly late: LateAnswer;
}

interface Kept {
  readonly run: string | undefined;
  readonly type: string;
  readonly body: Buffer;
}

/**
 * Answers what is sent to `/echo` with itself. With an `Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header) the second
 * request is answered as the first was, and nothing is written again.
 */
export class Echo {
  readonly #world: FaultWorld;
  readonly #kept = new Map<string, Kept>();
  #keptBytes = 0;

  constructor(world: FaultWorld) {
    this.#world = world;
    world.onReset = (run) => this.#forget(run);
  }

  /** Whether that is what a request is for. */
  takes({ url = '' }: IncomingMessage): boolean {
    return url.split('?', 1)[0] === ECHO_PATH;
  }

  /** @param id the request's number in the recorder */
  answer(request: IncomingMessage, response: ServerResponse, id: number): LateAnswer | undefined {
    if (!METHODS.includes(request.method!)) {
      response.setHeader('Allow', METHODS.join(', '));
      const what = `${request.method} is not answered here; use ${METHODS.join(', ')}.`;
      sendError(request, response, 405, 'Method Not Allowed', what);
      return undefined;
    }
    const late = new LateAnswer();
    void this.#answerLater({ request, response, late }, id);
    return late;
  }

  async #answerLater(exchange: Exchange, id: number): Promise<void> {
    const { request, response, late } = exchange;
    const body = await readBody(request, MAX_BODY_BYTES);
    if (body === 'gone' || response.destroyed) return;
    if (body === 'too large') {
      refuse(exchange, 413, 'Content Too Large', `At most ${MAX_BODY_BYTES} bytes are echoed.`);
      return;
    }
    const { method, headers } = request;
    const own: Kept = { run: this.#world.recorder.record(id).run, type: headers['content-type'] ?? DEFAULT_TYPE, body };
    const idempotencyKey = headers['idempotency-key'];
    const kept = this.#keep(own, idempotencyKey);
    if (!kept.body.equals(body)) {
      refuse(exchange, 422, 'Unprocessable Content', 'This Idempotency-Key came with another body before.');
      return;
    }
    if (kept !== own) response.setHeader('Idempotent-Replayed', 'true');
    else if (WRITING.includes(method!)) this.#world.recorder.wrote(id, workOf(body, idempotencyKey));
    response.writeHead(200, { 'Content-Type': kept.type, 'Content-Length': body.length });
    late.begin();
    late.bytes = body.length;
    response.end(body);
  }

  /** The first answer with that key, which is this one where none was before. */
  #keep(own: Kept, idempotencyKey: string | string[] | undefined): Kept {
    if (typeof idempotencyKey !== 'string') return own;
    const name = `${own.run ?? ''}\n${idempotencyKey}`;
    const kept = this.#kept.get(name);
    if (kept !== undefined) return kept;
    this.#kept.set(name, own);
    this.#keptBytes += own.body.length;
    for (const [oldest, { body }] of this.#kept) {
      if (this.#kept.size <= MAX_KEPT && this.#keptBytes <= MAX_KEPT_BYTES) break;
      this.#kept.delete(oldest);
      this.#keptBytes -= body.length;
    }
    return own;
  }

  /** A new run knows nothing of those before. */
  #forget(run: string | undefined): void {
    for (const [name, kept] of this.#kept) {
      if (run !== undefined && kept.run !== run) continue;
      this.#kept.delete(name);
      this.#keptBytes -= kept.body.length;
    }
  }
}

function refuse({ request, response, late }: Exchange, status: number, error: string, detail: string): void {
  sendError(request, response, status, error, detail);
  late.begin();
  late.bytes = Number(response.getHeader('content-length'));
}

/** What is the same of two requests that are meant to write the same once. */
function workOf(body: Buffer, idempotencyKey: string | string[] | undefined): string {
  return hash('sha256', typeof idempotencyKey === 'string' ? `key ${idempotencyKey}` : body, 'base64');
}
