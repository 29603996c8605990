import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer, type ServerOptions } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';

/** What a test server does with one request. `attempt` is 1 for the first request of a path, 2 for the second … */
export type Answer = (request: IncomingMessage, response: ServerResponse, attempt: number) => void;

/** The body that stands for a flag's image. */
export const FLAG = Buffer.alloc(12_000, 'GIF89a');

/** A plain node:http server on a free port that answers by path, and sees what its clients do. */
export class TestServer implements AsyncDisposable {
  /** What has been asked for, in order of arrival. */
  readonly requests: { path: string; headers: IncomingMessage['headers']; arrivedMs: number }[] = [];
  /** How many connections have been opened in all. */
  connections = 0;
  inFlight = 0;
  peakInFlight = 0;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #attempts = new Map<string, number>();
  readonly #secure: boolean;

  constructor(answerFor: (path: string) => Answer, tls?: ServerOptions) {
    const listener: RequestListener = (request, response) => this.#receive(answerFor, request, response);
    this.#server = tls === undefined ? createServer(listener) : createSecureServer(tls, listener);
    this.#secure = tls !== undefined;
    this.#server.on('connection', (socket: Socket) => {
      this.connections++;
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
      socket.on('error', () => {});
    });
  }

  /** How many connections are open now. */
  get openConnections(): number {
    return this.#sockets.size;
  }

  get origin(): string {
    const { port, family, address } = this.#server.address() as AddressInfo;
    const host = family === 'IPv6' && address !== '::' ? `[${address}]` : 'localhost';
    return `${this.#secure ? 'https' : 'http'}://${host}:${port}`;
  }

  get baseUrl(): string {
    return `${this.origin}/flags`;
  }

  async listen(host?: string): Promise<this> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(0, host, resolve);
    });
    return this;
  }

  /** Resets all connections and takes no more. */
  kill(): void {
    this.#server.close();
    for (const socket of this.#sockets) socket.resetAndDestroy();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  #receive(answerFor: (path: string) => Answer, request: IncomingMessage, response: ServerResponse): void {
    const path = request.url!;
    const attempt = (this.#attempts.get(path) ?? 0) + 1;
    this.#attempts.set(path, attempt);
    this.requests.push({ path, headers: request.headers, arrivedMs: performance.now() });
    this.peakInFlight = Math.max(this.peakInFlight, ++this.inFlight);
    let ended = false;
    const end = () => {
      if (!ended) this.inFlight--;
      ended = true;
    };
    // Before the client can have seen the end of the response: afterwards its next request may be here first.
    response.on('prefinish', end);
    response.on('close', end);
    answerFor(path)(request, response, attempt);
  }
}

/** Starts a server that answers each path with what `answers` has for it, and any other path with a flag. */
export function startServer(
  answers: Readonly<Record<string, Answer>> | ((path: string) => Answer) = {},
): Promise<TestServer> {
  return new TestServer(typeof answers === 'function' ? answers : (path) => answers[path] ?? flag).listen();
}

/** Answers with a flag. */
export const flag: Answer = (_request, response) => {
  response.setHeader('content-length', FLAG.length).end(FLAG);
};

/** Answers with a status and a short body. */
export function status(code: number, headers: Record<string, string> = {}): Answer {
  return (_request, response) => response.writeHead(code, headers).end(`status ${code}`);
}

/** Answers with JSON. */
export function json(value: unknown): Answer {
  return (_request, response) => response.setHeader('content-type', 'application/json').end(JSON.stringify(value));
}

/** Never answers. */
export const hang: Answer = () => {};

/** Resets the connection instead of answering. */
export const reset: Answer = (request) => void request.socket.resetAndDestroy();

/** Promises a flag, sends a part of it and closes the connection. */
export const cutShort: Answer = (_request, response) => {
  response.setHeader('content-length', FLAG.length).write(FLAG.subarray(0, 5000), () => response.destroy());
};

/** Sends the headers and a part of the body at once, and never the rest. */
export const stall: Answer = (_request, response) => {
  response.setHeader('content-length', FLAG.length).write(FLAG.subarray(0, 5000));
};

/** Answers the first attempts one way and later ones another way. */
export function first(attempts: number, early: Answer, later: Answer): Answer {
  return (request, response, attempt) => (attempt <= attempts ? early : later)(request, response, attempt);
}

/** Holds every request back until so many are there; from then on answers at once. */
export function together(count: number, answer: Answer): Answer {
  const held: (() => void)[] = [];
  let arrived = 0;
  return (request, response, attempt) => {
    held.push(() => answer(request, response, attempt));
    if (++arrived >= count) for (const go of held.splice(0)) go();
  };
}
