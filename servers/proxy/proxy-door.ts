import type { IncomingMessage, RequestListener, Server } from 'node:http';
import type { Socket } from 'node:net';
import { RUN_NAME_OBJECTION } from '../../lib/run-name.ts';
import type { RespondOrPass } from '../answers/answer.ts';
import { giveAnswer } from '../answers/give-answer.ts';
import type { LateAnswer } from '../faults/answer/late-answer.ts';
import { carryOut } from '../faults/carry-out.ts';
import type { FaultWorld } from '../faults/fault-world.ts';
import { ServerResponse } from '../http/node-http.ts';
import { rawHeader } from '../http/raw-header.ts';
import { refuseRequest, responseInFlight } from '../http/refuse-request.ts';
import { requestKey } from '../http/request-key.ts';
import { originForm } from '../http/request-path.ts';
import { runByPath } from '../http/run-name.ts';
import { sendError } from '../http/send-error.ts';
import type { CrossOrigin } from './cross-origin.ts';
import { overLimit } from './header-limit.ts';
import { holdBack } from './hold-back.ts';
import type { HttpProxy } from './http-proxy.ts';
import { isChunked } from './is-chunked.ts';
import { type Objection, objectionTo } from './request-objection.ts';

/** How long a client may take to read why it was refused, in milliseconds. */
const LINGER_MS = 1000;

const NAMELESS: Objection = { status: 400, error: 'Bad Request', detail: RUN_NAME_OBJECTION };

/** What a proxy goes by at its door. */
export interface DoorOptions {
  readonly crossOrigin: CrossOrigin;
  /** Whether `/run/NAME` before a path names its run, and is kept from the target. */
  readonly runsByPath: boolean;
  /** Whether a Host header names this proxy. */
  readonly isOwnHost: (header: string) => boolean;
  /** How large the headers of a request may be. */
  readonly maxHeaderBytes: number;
  /** Is asked for an answer before the target. */
  readonly respond: RespondOrPass | undefined;
}

/** What a proxy hears from its clients: each request and upgrade meets its fate, and passes on from there. */
export class ProxyDoor {
  readonly #world: FaultWorld;
  readonly #proxy: HttpProxy;
  readonly #crossOrigin: CrossOrigin;
  readonly #maxHeaderBytes: number;
  readonly #runsByPath: boolean;
  readonly #isOwnHost: (header: string) => boolean;
  readonly #respond: RespondOrPass | undefined;
  /** The last request of a connection whose body comes in chunks: the only ones that can turn out malformed on the way. */
  readonly #chunked = new WeakMap<Socket, ServerResponse>();
  readonly #upgraded = new Set<Socket>();
  /** Connections that end with a refusal: what comes after it is not to be believed. */
  readonly #refused = new WeakSet<Socket>();

  constructor(
    world: FaultWorld,
    proxy: HttpProxy,
    { crossOrigin, runsByPath, isOwnHost, maxHeaderBytes, respond }: DoorOptions,
  ) {
    this.#world = world;
    this.#proxy = proxy;
    this.#crossOrigin = crossOrigin;
    this.#maxHeaderBytes = maxHeaderBytes;
    this.#runsByPath = runsByPath;
    this.#isOwnHost = isOwnHost;
    this.#respond = respond;
  }

  readonly handle: RequestListener = (request, response) => {
    if (isChunked(request)) this.#chunked.set(request.socket, response);
    this.#meetFate(request, response, () => this.#answer(request, response));
  };

  /** Has a server tell of upgrades, expectations and malformed requests too. */
  readonly prepare = (server: Server): void => {
    // A body takes as long as it takes, and a request that is delayed is not read meanwhile.
    server.requestTimeout = 0;
    server.on('checkContinue', this.handle);
    server.on('upgrade', (request, socket: Socket, head) => {
      if (isFree(socket)) this.#upgrade(request, socket, head);
    });
    server.on('connect', (request, socket: Socket) => {
      if (isFree(socket)) this.#refuseConnect(request, socket);
    });
    server.removeAllListeners('clientError');
    server.on('clientError', (error, socket) => this.#refuseMalformed(error, socket as Socket));
  };

  /** Breaks off the connections that have been upgraded. */
  breakUpgraded(): void {
    for (const socket of this.#upgraded) socket.destroy();
  }

  #meetFate(request: IncomingMessage, response: ServerResponse, pass: Parameters<typeof carryOut>[4]): void {
    if (this.#refused.has(request.socket)) return;
    request.url = originForm(request.url ?? '/');
    const named = this.#runsByPath ? runByPath(request.url) : undefined;
    const objection = named !== undefined && named.run === undefined ? NAMELESS : objectionTo(request, this.#isOwnHost);
    if (objection === undefined) {
      request.url = named?.url ?? request.url;
      this.#crossOrigin.lend(request, response);
      carryOut(this.#world, request, response, requestKey(request), pass, named?.run);
      return;
    }
    this.#refused.add(request.socket);
    response.shouldKeepAlive = false;
    const { status, error, detail } = objection;
    sendError(request, response, status, error, detail);
  }

  #answer(request: IncomingMessage, response: ServerResponse): LateAnswer {
    if (this.#respond === undefined) return this.#proxy.pass(request, response);
    return giveAnswer(this.#respond, request, response, {
      pass: (late) => this.#proxy.pass(request, response, late),
      onRead: () => {
        if (rawHeader(request, 'expect') !== undefined) response.writeContinue();
      },
    });
  }

  #upgrade(request: IncomingMessage, socket: Socket, head: Buffer): void {
    this.#upgraded.add(socket);
    socket.once('close', () => this.#upgraded.delete(socket));
    const response = responseOn(socket, request);
    const takeAhead = holdBack(socket, head);
    this.#meetFate(request, response, () => this.#proxy.passUpgrade(request, response, takeAhead));
  }

  #refuseConnect(request: IncomingMessage, socket: Socket): void {
    const response = responseOn(socket, request).setHeader('Allow', 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS');
    sendError(request, response, 405, 'Method Not Allowed', 'This proxy leads to one target and nowhere else.');
  }

  #refuseMalformed(error: NodeJS.ErrnoException, socket: Socket): void {
    const response = this.#chunked.get(socket);
    if (response !== undefined && !response.req.complete) {
      if (response.writableEnded) return void socket.destroySoon();
      if (response.headersSent || response.socket !== socket) return void socket.destroy();
      // It is this request that is malformed. It gets no other answer, and whatever was done for it ends.
      response.detachSocket(socket);
      response.emit('close');
    }
    refuseRequest(error, socket, `A request has ${overLimit(this.#maxHeaderBytes)}.`);
    if (socket.writableEnded) socket.setTimeout(LINGER_MS, () => socket.destroy());
  }
}

/** Whether a connection has answered all it was asked; one that wants to be something else before is closed. */
function isFree(socket: Socket): boolean {
  if (responseInFlight(socket) === undefined) return true;
  socket.destroy();
  return false;
}

/** A response on a socket that Node's server has let go; the connection ends with it. */
function responseOn(socket: Socket, request: IncomingMessage): ServerResponse {
  const response = new ServerResponse(request);
  response.shouldKeepAlive = false;
  response.assignSocket(socket);
  response.on('finish', () => socket.destroySoon());
  // The `close` that follows says it.
  socket.on('error', () => {});
  return response;
}
