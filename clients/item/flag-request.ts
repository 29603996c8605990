import type { IncomingHttpHeaders } from 'node:http';
import type { Agent, Dispatcher } from 'undici';
import { metByProxy, networkReason } from '../../lib/network/network-reason.ts';
import { shortDuration } from '../../lib/units/duration.ts';
import { type ItemRequest, isOkStatus } from '../download/item-request.ts';
import { answerObjection, HEAD_BYTES } from './answer-objection.ts';
import { AnswerError, NetworkError, RequestError, StatusError, TimeoutError } from './request-error.ts';
import { retryAfterMs } from './retry-after.ts';

const MAX_REDIRECTS = 5;

/** What is written down about an item while it is asked for. It spans all the item's requests. */
export interface Trace {
  requests: number;
  startedMs: number | undefined;
  status: number | undefined;
  firstByteMs: number | undefined;
  bytes: number;
}

/** How the requests of one download are sent: what all of them share. */
export interface Wire {
  readonly agent: Agent;
  /** Names and values in turn. */
  readonly headers: string[];
  /** How an item is asked for that is no flag; undefined for flags. */
  readonly request: ItemRequest | undefined;
  readonly timeoutMs: number;
  /** Milliseconds since the download began. */
  nowMs(): number;
}

/**
 * One request, a flag's with redirects followed, and at the same time its response's handler: the time and memory that
 * one object and one timer take are all that it adds to undici. undici itself checks the body against Content-Length.
 */
export class FlagRequest implements Dispatcher.DispatchHandler {
  readonly #wire: Wire;
  readonly #trace: Trace;
  readonly #chunks: Buffer[] | undefined;
  readonly #askedPath: string;
  readonly #body: string | undefined;
  #origin: string;
  #path: string;
  #redirects = 0;
  #location: string | undefined;
  #receivedBytes = 0;
  #head = '';
  #headers: IncomingHttpHeaders | undefined;
  #sentMs: number | undefined;
  #controller: Dispatcher.DispatchController | undefined;
  #timer: NodeJS.Timeout | undefined;
  #expired = false;
  #resolve!: (body: Buffer) => void;
  #reject!: (error: RequestError) => void;

  constructor(wire: Wire, origin: string, path: string, trace: Trace, keepBody: boolean, body?: string) {
    this.#wire = wire;
    this.#origin = origin;
    this.#path = path;
    this.#askedPath = path;
    this.#trace = trace;
    this.#chunks = keepBody ? [] : undefined;
    this.#body = body;
  }

  /** Resolves with the body, which is empty when it was not to be kept; rejects with a RequestError. */
  send(): Promise<Buffer> {
    this.#trace.requests++;
    // Should no connection be had, this is the nearest thing to a sending.
    this.#trace.startedMs ??= this.#wire.nowMs();
    return new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
      this.#dispatch();
    });
  }

  /** Called by undici when the request is written to a connection. */
  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#expired) this.giveUp();
    if (this.#sentMs !== undefined) return; // A redirect takes no new time.
    this.#sentMs = this.#wire.nowMs();
    if (this.#trace.requests === 1) this.#trace.startedMs = this.#sentMs;
    this.#timer = setTimeout(expire, this.#wire.timeoutMs, this);
  }

  /** Called by undici when the response's headers have arrived. */
  onResponseStart(_controller: Dispatcher.DispatchController, status: number, headers: IncomingHttpHeaders): void {
    if (status < 200) return;
    this.#trace.status = status;
    this.#trace.firstByteMs = this.#wire.nowMs();
    this.#headers = headers;
    const redirected = isRedirect(status) && this.#wire.request === undefined && this.#redirects < MAX_REDIRECTS;
    this.#location = redirected ? headers.location : undefined;
  }

  /** Called by undici with each part of the body. */
  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#receivedBytes += chunk.length;
    if (this.#head.length < HEAD_BYTES) this.#head += chunk.toString('latin1', 0, HEAD_BYTES - this.#head.length);
    this.#chunks?.push(chunk);
  }

  /** Called by undici when the body is there, whole. */
  onResponseEnd(): void {
    if (this.#location !== undefined) this.#follow(this.#location);
    else this.#finish(this.#trace.status!);
  }

  /** Called by undici when the response will not come or has broken off, and after `controller.abort`. */
  onResponseError(_controller: Dispatcher.DispatchController | null, error: Error): void {
    clearTimeout(this.#timer);
    this.#reject(error instanceof RequestError ? error : this.#explain(error));
  }

  /** Called by the timer, which may be early by as long as the event loop was busy when it was set. */
  expire(): void {
    const leftMs = this.#sentMs! + this.#wire.timeoutMs - this.#wire.nowMs();
    if (leftMs > 0) this.#timer = setTimeout(expire, Math.ceil(leftMs), this);
    else setImmediate(giveUp, this); // After a busy time the response may be there, waiting to be read.
  }

  /** Ends the request if it has not ended yet. */
  giveUp(): void {
    this.#expired = true;
    const { timeoutMs } = this.#wire;
    const error = new TimeoutError(`${this.#name}: no whole response in ${timeoutMs} ms`, timeoutReason(timeoutMs));
    if (this.#controller !== undefined) this.#controller.abort(error);
    else this.onResponseError(null, error); // Redirected, and still waiting for a connection.
  }

  #dispatch(): void {
    const { agent, headers } = this.#wire;
    const body = this.#body ?? null;
    agent.dispatch({ origin: this.#origin, path: this.#path, method: this.#method, headers, body }, this);
  }

  #follow(location: string): void {
    const url = URL.parse(location, this.#origin + this.#path);
    if (url === null || !/^https?:$/.test(url.protocol)) {
      this.onResponseError(
        null,
        new NetworkError(
          `${this.#name}: redirected to ${location}, which is no HTTP address`,
          'redirected to no HTTP address',
        ),
      );
      return;
    }
    this.#redirects++;
    this.#origin = url.origin;
    this.#path = url.pathname + url.search;
    this.#receivedBytes = 0;
    this.#head = '';
    this.#controller = undefined;
    if (this.#chunks !== undefined) this.#chunks.length = 0;
    this.#dispatch();
  }

  #finish(status: number): void {
    clearTimeout(this.#timer);
    this.#trace.bytes += this.#receivedBytes;
    const { request } = this.#wire;
    if (request === undefined ? status < 300 : isOkStatus(request, status)) {
      const objection = request === undefined ? this.#objection(status) : undefined;
      if (objection === undefined) this.#resolve(joined(this.#chunks));
      else this.#reject(new AnswerError(`${this.#name}: ${objection}`, objection));
      return;
    }
    const after = this.#redirects === 0 ? '' : ` after ${this.#redirects} redirects`;
    const met = metByProxy(this.#headers!['proxy-status']);
    const why = met === undefined ? '' : ` (${met})`;
    this.#reject(
      new StatusError(`${this.#name}: status ${status}${after}${why}`, status, retryAfterMs(this.#headers!), met),
    );
  }

  #objection(status: number): string | undefined {
    const [path, headers, bytes, head] = [this.#askedPath, this.#headers!, this.#receivedBytes, this.#head];
    return answerObjection({ path, status, headers, bytes, head });
  }

  #explain(error: Error): RequestError {
    if ('code' in error && error.code === 'UND_ERR_CONNECT_TIMEOUT') {
      const { timeoutMs } = this.#wire;
      const message = `${this.#name}: no connection in ${timeoutMs} ms`;
      return new TimeoutError(message, timeoutReason(timeoutMs), { cause: error });
    }
    const reason = networkReason(error);
    return new NetworkError(`${this.#name}: ${reason}`, reason, { cause: error });
  }

  get #name(): string {
    return `${this.#method} ${this.#origin}${this.#path}`;
  }

  get #method(): Dispatcher.HttpMethod {
    return this.#wire.request?.method ?? 'GET';
  }
}

function isRedirect(status: number): boolean {
  return status >= 300 && status < 400 && status !== 304;
}

const EMPTY = Buffer.alloc(0);

function timeoutReason(timeoutMs: number): string {
  return `timeout (over ${shortDuration(timeoutMs)})`;
}

function joined(chunks: readonly Buffer[] | undefined): Buffer {
  if (chunks === undefined) return EMPTY;
  return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
}

function expire(request: FlagRequest): void {
  request.expire();
}

function giveUp(request: FlagRequest): void {
  request.giveUp();
}
