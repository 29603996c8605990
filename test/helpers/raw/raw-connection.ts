import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** A response as it came over the wire. */
export interface RawResponse {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** As latin1, one character for each byte. */
  readonly body: string;
}

const END_OF_HEADERS = '\r\n\r\n';

/** A plain TCP connection that sends bytes as they are and reads responses that have a Content-Length. */
export class RawConnection implements Disposable {
  readonly #socket: Socket;
  #received = '';
  #ended = false;
  #changed = Promise.withResolvers<void>();

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setEncoding('latin1');
    socket.on('data', (chunk: string) => {
      this.#received += chunk;
      this.#change();
    });
    socket.on('close', () => {
      this.#ended = true;
      this.#change();
    });
    socket.on('error', () => undefined);
  }

  /** Connects. */
  static async to(port: number, host = '127.0.0.1'): Promise<RawConnection> {
    const socket = connect(port, host);
    await once(socket, 'connect');
    return new RawConnection(socket);
  }

  /** Whether the connection is closed. */
  get closed(): boolean {
    return this.#ended;
  }

  /** What has come and was not read as a response yet. */
  get unread(): string {
    return this.#received;
  }

  /** Sends bytes as they are. */
  send(bytes: string): void {
    this.#socket.write(bytes, 'latin1');
  }

  /** Sends a request with the headers that it must have and those given, and reads its response. */
  async ask(requestLine: string, headers: readonly string[] = []): Promise<RawResponse> {
    this.send(requestText(requestLine, headers));
    return this.next(requestLine.split(' ', 1)[0]);
  }

  /** Waits for the next response. One to HEAD ends with its headers. */
  async next(method = 'GET'): Promise<RawResponse> {
    for (;;) {
      const response = this.#take(method);
      if (response !== undefined) return response;
      if (this.#ended) throw new Error(`the connection ended after ${JSON.stringify(this.#received)}`);
      await this.#changed.promise;
    }
  }

  /** Waits until the server has closed the connection. */
  async end(): Promise<void> {
    while (!this.#ended) await this.#changed.promise;
  }

  [Symbol.dispose](): void {
    this.#socket.destroy();
  }

  #change(): void {
    this.#changed.resolve();
    this.#changed = Promise.withResolvers();
  }

  #take(method: string): RawResponse | undefined {
    const bodyAt = this.#received.indexOf(END_OF_HEADERS) + END_OF_HEADERS.length;
    if (bodyAt < END_OF_HEADERS.length) return undefined;
    const [statusLine = '', ...lines] = this.#received.slice(0, bodyAt - END_OF_HEADERS.length).split('\r\n');
    const headers = Object.fromEntries(
      lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
    );
    const status = Number(statusLine.split(' ')[1]);
    const length = method === 'HEAD' || status === 304 ? 0 : Number(headers['content-length'] ?? 0);
    if (this.#received.length < bodyAt + length) return undefined;
    const body = this.#received.slice(bodyAt, bodyAt + length);
    this.#received = this.#received.slice(bodyAt + length);
    return { status, headers, body };
  }
}

/** The bytes of a request without a body. */
export function requestText(requestLine: string, headers: readonly string[] = []): string {
  return `${[requestLine, 'Host: localhost', ...headers].join('\r\n')}\r\n\r\n`;
}
