import type { ClientRequest, IncomingMessage, ServerResponse } from 'node:http';
import { messageOf } from '../../lib/errors/message-of.ts';
import { networkReason, PROXY_STATUS, proxyStatus } from '../../lib/network/network-reason.ts';
import { breakOff } from '../faults/answer/break-off.ts';
import type { LateAnswer } from '../faults/answer/late-answer.ts';
import { STATUS_CODES } from '../http/node-http.ts';
import { headerPairs, rawHeader } from '../http/raw-header.ts';
import { sendError } from '../http/send-error.ts';
import { overLimit } from './header-limit.ts';
import { endToEndHeaders } from './hop-by-hop.ts';
import { hasBody, isChunked } from './is-chunked.ts';
import { mayBeRepeated } from './may-be-repeated.ts';
import { hasLength, relayAnswer } from './relay-answer.ts';
import { countTunnel, openUpgradeTunnel } from './upgrade-tunnel.ts';

/** What a kept connection says that the target has closed just before it was used again. */
const STALE = new Set(['ECONNRESET', 'EPIPE']);

/** How a request goes on, and who hears of its answer. */
export interface ForwardingOptions {
  /** Is kept up to date with the answer. */
  readonly late: LateAnswer;
  /** Makes the request to the target; called again where a kept connection turns out to be closed. */
  readonly send: () => void;
  /** Called with the headers of the target's answer, before any of it is passed on. */
  readonly onAnswer: (answer: IncomingMessage) => void;
  /** How large the headers of the target's answer may be. */
  readonly maxHeaderBytes: number;
}

/** One request on its way to the target, and the answer on its way back. */
export class Forwarding {
  /** Gives what the client has sent after an upgrade, from when on nobody else reads from its socket. */
  takeAhead: (() => Buffer) | undefined;
  readonly #request: IncomingMessage;
  readonly #response: ServerResponse;
  readonly #late: LateAnswer;
  readonly #send: () => void;
  readonly #onAnswer: (answer: IncomingMessage) => void;
  readonly #maxHeaderBytes: number;
  #upstream: ClientRequest | undefined;
  #incoming: IncomingMessage | undefined;

  constructor(request: IncomingMessage, response: ServerResponse, options: ForwardingOptions) {
    this.#request = request;
    this.#response = response;
    this.#late = options.late;
    this.#send = options.send;
    this.#onAnswer = options.onAnswer;
    this.#maxHeaderBytes = options.maxHeaderBytes;
  }

  /** Begins, unless the request has been refused or its client has left. */
  start(): void {
    if (this.#request.socket.writable) this.#send();
  }

  /** The request to the target has a connection; nothing of it has been written yet. */
  connected(upstream: ClientRequest): void {
    this.#upstream = upstream;
    this.#passTrailers(upstream);
    this.#passInterimAnswers(upstream);
    upstream.on('close', () => {
      // What the target did not want of the body is taken from the client all the same: its next request comes after it.
      if (hasBody(this.#request) && !this.#request.readableEnded) this.#request.unpipe(upstream).resume();
      if (this.#upstream === upstream) this.#giveUp(502, 'it closed the connection', 'connection closed');
    });
  }

  /** The upgrade to the target has been made; nothing has come back yet. */
  upgrading(upstream: ClientRequest): void {
    const client = this.#request.socket;
    client.once('close', () => upstream.destroy());
    // Before http-proxy's own listener, which joins the sockets.
    upstream.once('upgrade', (upgrade, target) => {
      const ahead = this.takeAhead?.();
      // A stream that has ended takes nothing back.
      if (ahead?.length && client.readableEnded) target.write(ahead);
      else if (ahead?.length) client.unshift(ahead);
      openUpgradeTunnel({ client, target }, upgrade, this.#response, this.#late);
    });
    // A target that grants no upgrade gives an answer like any other; http-proxy, which listens by then, would write it
    // to the socket and wait for ever where it breaks off.
    process.nextTick(() => {
      upstream.removeAllListeners('response').once('response', (answer) => this.answered(answer));
      // After http-proxy's own listener, which has joined them.
      upstream.once('upgrade', (_upgrade, target) => countTunnel(target, this.#late));
    });
  }

  /** The target's answer has begun. */
  answered(answer: IncomingMessage): void {
    this.#keepUploading();
    this.#onAnswer(answer);
    try {
      relayAnswer(answer, this.#response, this.#late);
      this.#incoming = answer;
    } catch (error) {
      answer.destroy();
      this.#response.statusMessage = '';
      for (const name of this.#response.getHeaderNames()) this.#response.removeHeader(name);
      this.#giveUp(502, `its answer cannot be passed on: ${messageOf(error)}`, 'an answer that cannot be passed on');
    }
  }

  /** The target cannot be reached, or broke the connection off. */
  failed(error: NodeJS.ErrnoException): void {
    // Node takes an answer without length for whole when its connection is reset.
    if (this.#incoming?.complete === false) breakOff(this.#response, this.#late, hasLength(this.#incoming));
    const { reusedSocket = false } = this.#upstream ?? {};
    if (reusedSocket && STALE.has(error.code!) && this.#isUnanswered && mayBeRepeated(this.#request)) {
      this.#upstream = undefined;
      this.start();
      return;
    }
    this.#giveUp(error.code === 'ETIMEDOUT' ? 504 : 502, this.#reasonOf(error), networkReason(error));
  }

  #reasonOf(error: NodeJS.ErrnoException): string {
    if (error.code === 'HPE_HEADER_OVERFLOW') return `it sent ${overLimit(this.#maxHeaderBytes)}`;
    return (error instanceof AggregateError ? error.errors : [error]).map(messageOf).join('; ');
  }

  get #isUnanswered(): boolean {
    return !this.#late.begun && !this.#response.writableEnded;
  }

  /** @param reason why in a few words, the same for all requests that fared alike */
  #giveUp(status: number, why: string, reason: string): void {
    if (!this.#isUnanswered || !this.#request.socket.writable) return;
    this.#late.begin();
    this.#response.setHeader(PROXY_STATUS, proxyStatus(reason));
    sendError(this.#request, this.#response, status, STATUS_CODES[status]!, `The target gave no answer: ${why}.`);
    if (this.#request.method !== 'HEAD') this.#late.bytes = Number(this.#response.getHeader('content-length'));
  }

  /** Once an answer is whole Node forgets a request that is still being sent; the target may yet want the rest. */
  #keepUploading(): void {
    const upstream = this.#upstream;
    const socket = upstream?.socket;
    if (upstream === undefined || !socket || upstream.writableEnded) return;
    const goOn = () => upstream.emit('drain');
    socket.on('drain', goOn);
    upstream.once('close', () => socket.off('drain', goOn));
  }

  #passTrailers(upstream: ClientRequest): void {
    const request = this.#request;
    if (!isChunked(request)) return;
    const trailer = rawHeader(request, 'trailer');
    if (trailer !== undefined) upstream.setHeader('Trailer', trailer);
    // Before the pipe's own listener, which ends the request to the target.
    request.prependOnceListener('end', () => {
      if (request.rawTrailers.length > 0) upstream.addTrailers(headerPairs(endToEndHeaders(request.rawTrailers)));
    });
  }

  /** Lets the target decide on `Expect: 100-continue`, and passes on what it says before its answer. */
  #passInterimAnswers(upstream: ClientRequest): void {
    const response = this.#response;
    if (this.#request.httpVersion === '1.0') return;
    const expect = rawHeader(this.#request, 'expect');
    if (expect !== undefined) {
      // Node sends such headers at once, and without this as UTF-8.
      upstream.socket?.setDefaultEncoding('latin1');
      upstream.setHeader('Expect', expect);
      upstream.flushHeaders();
    }
    upstream.on('information', ({ statusCode, rawHeaders }) => {
      if (response.headersSent) return;
      // Not before Node 26.2; without it the client does without the hint.
      if (statusCode !== 100) response.writeInformation?.(statusCode, endToEndHeaders(rawHeaders));
      else if (expect !== undefined) response.writeContinue();
    });
  }
}
