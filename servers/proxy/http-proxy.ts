import type { IncomingMessage, ServerResponse } from 'node:http';
import { type RequestOptions, Agent as SecureAgent } from 'node:https';
import { isIP } from 'node:net';
import { urlToHttpOptions } from 'node:url';
import { ProxyServer } from 'http-proxy';
import { LateAnswer } from '../faults/answer/late-answer.ts';
import { Agent } from '../http/node-http.ts';
import { rawHeader } from '../http/raw-header.ts';
import { askTarget } from './ask-target.ts';
import type { CrossOrigin } from './cross-origin.ts';
import { forwardedHeaders, type HostRule } from './forwarded-headers.ts';
import { Forwarding } from './forwarding.ts';
import { isChunked } from './is-chunked.ts';
import { mayBeRepeated } from './may-be-repeated.ts';
import type { ProxyTarget } from './proxy-target.ts';

/** How many connections to the target are kept open for later requests. */
const MAX_IDLE_CONNECTIONS = 1024;

const NOTHING = Buffer.alloc(0);

/** In lower case, as http-proxy looks for them. */
const UPGRADE_HEADERS = { connection: 'Upgrade', upgrade: 'websocket' };

/** Where a request keeps its forwarding: the events of http-proxy name the request alone, and a WeakMap costs more. */
const FORWARDING = Symbol('forwarding');

type Forwarded = IncomingMessage & { [FORWARDING]?: Forwarding };

/** Where requests go, and how. */
export interface HttpProxyOptions {
  readonly target: ProxyTarget;
  /** Whether the target gets the client's Host header instead of its own. */
  readonly keepHost: boolean;
  /** Whether a certificate of the target's is trusted that cannot be verified. */
  readonly insecure: boolean;
  /** How large the headers of an answer may be. */
  readonly maxHeaderBytes: number;
  /** Learns from the target's answers what pages of other origins may see. */
  readonly crossOrigin: CrossOrigin;
}

/**
 * Passes requests on to a target and its answers back. http-proxy joins the sockets of a WebSocket; the headers and whatever goes
 * wrong are seen to around it, because by itself it
 *
 * - passes hop-by-hop headers on;
 * - rewrites paths such as `/a/../b` and `/?`, and takes the port of `[::1]:9000` for 1;
 * - leaves the client waiting when an upgrade that is not granted breaks off, and the target when a WebSocket's client leaves.
 */
export class HttpProxy {
  readonly #target: URL;
  /** What comes before the path of each request; empty in most cases. */
  readonly #basePath: string;
  readonly #hostRule: HostRule;
  readonly #maxHeaderBytes: number;
  readonly #crossOrigin: CrossOrigin;
  readonly #agent: Agent;
  /** Has a new connection for each request. */
  readonly #freshAgent: Agent;
  /** What is the same for all requests. */
  readonly #common: RequestOptions;
  readonly #proxy: ProxyServer;

  constructor({
    target: { url: target, socketPath },
    keepHost,
    insecure,
    crossOrigin,
    maxHeaderBytes,
  }: HttpProxyOptions) {
    this.#target = target;
    this.#crossOrigin = crossOrigin;
    this.#maxHeaderBytes = maxHeaderBytes;
    this.#basePath = target.pathname.replace(/\/$/, '');
    this.#hostRule = { targetHost: target.host, keepHost };
    const AgentOf = target.protocol === 'https:' ? SecureAgent : Agent;
    this.#agent = new AgentOf({ keepAlive: true, maxFreeSockets: MAX_IDLE_CONNECTIONS });
    // Without keepAlive the target would be told to close, which the client has not said.
    this.#freshAgent = new AgentOf({ keepAlive: true });
    this.#freshAgent.keepSocketAlive = () => false;
    const { protocol, hostname, port } = urlToHttpOptions(target);
    const address = { protocol, hostname, port, socketPath, rejectUnauthorized: !insecure };
    this.#common = { ...address, ...this.#requestOptions() };
    // Of a URL http-proxy would not take the socket. Paths are set below.
    const destination =
      socketPath === undefined ? target : { protocol: target.protocol, host: target.host, port: 80, socketPath };
    this.#proxy = new ProxyServer({ target: destination, secure: !insecure, toProxy: true, prependPath: false });
    // The last step before the request is made.
    this.#proxy.before('ws', 'stream', (request: IncomingMessage) => {
      request.headers = { ...forwardedHeaders(request, this.#hostRule), ...UPGRADE_HEADERS };
    });
    this.#proxy.on('proxyReqWs', (upstream, request) => {
      upstream.path = this.#pathOf(request);
      forwardingOf(request).upgrading(upstream);
    });
    // Errors are told to the callback of each request; those that are not concern a client that has gone.
    this.#proxy.on('error', () => {});
  }

  /**
   * Passes a request on and its answer back.
   *
   * @param late where the request is answered already; default: a new one
   */
  pass(request: IncomingMessage, response: ServerResponse, late = new LateAnswer()): LateAnswer {
    const send = () => askTarget({ request, response, forwarding }, this.#optionsFor(request));
    const forwarding = this.#forward(request, response, late, send);
    // What came in one packet with the headers is parsed first: where its first chunk is malformed nothing is sent.
    if (isChunked(request)) setImmediate(() => forwarding.start());
    else forwarding.start();
    return late;
  }

  /**
   * Passes a WebSocket upgrade on; once it is granted, the bytes of either side go to the other.
   *
   * @param takeAhead gives what the client has sent after the request, from when on nobody else reads from its socket
   */
  passUpgrade(request: IncomingMessage, response: ServerResponse, takeAhead: () => Buffer): LateAnswer {
    // A connection of its own, which cannot turn out to have been closed.
    const options = { ssl: this.#requestOptions(), agent: false };
    const late = new LateAnswer();
    const forwarding = this.#forward(request, response, late, () =>
      this.#proxy.ws(request, request.socket, NOTHING, options, (error) => forwarding.failed(error)),
    );
    forwarding.takeAhead = takeAhead;
    forwarding.start();
    return late;
  }

  /** Closes the idle connections to the target. */
  close(): void {
    this.#agent.destroy();
    this.#freshAgent.destroy();
  }

  /** What http-proxy makes its options of a request of, whether or not that is by TLS. */
  #requestOptions(): { readonly maxHeaderSize: number; readonly servername?: string } {
    const maxHeaderSize = this.#maxHeaderBytes;
    if (!this.#hostRule.keepHost || this.#target.protocol !== 'https:') return { maxHeaderSize };
    // The name to ask a certificate for: with the client's Host header kept, Node would look for that one.
    const hostname = this.#target.hostname.replaceAll(/[[\]]/g, '');
    return { maxHeaderSize, servername: isIP(hostname) === 0 ? hostname : '' };
  }

  #forward(request: Forwarded, response: ServerResponse, late: LateAnswer, send: () => void): Forwarding {
    const origin = rawHeader(request, 'origin');
    const onAnswer = (answer: IncomingMessage) => this.#crossOrigin.learn(origin, answer, response);
    request[FORWARDING] = new Forwarding(request, response, {
      late,
      send,
      onAnswer,
      maxHeaderBytes: this.#maxHeaderBytes,
    });
    return request[FORWARDING];
  }

  #optionsFor(request: IncomingMessage): RequestOptions {
    return {
      ...this.#common,
      // What cannot be sent again is not to meet a connection that the target has just closed.
      agent: mayBeRepeated(request) ? this.#agent : this.#freshAgent,
      method: request.method,
      path: this.#pathOf(request),
      headers: forwardedHeaders(request, this.#hostRule),
    };
  }

  #pathOf({ url = '/' }: IncomingMessage): string {
    return url === '*' ? url : this.#basePath + url;
  }
}

function forwardingOf(request: Forwarded): Forwarding {
  return request[FORWARDING]!;
}
