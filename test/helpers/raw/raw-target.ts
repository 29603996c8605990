import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';

/** What a raw target does when a connection has sent something: `received` is all of it so far, `connection` counts from 1. */
export type RawBehaviour = (socket: Socket, received: string, connection: number) => void;

/** A TCP server on a free port that keeps every byte it gets, and answers with bytes that need not be HTTP. */
export class RawTarget implements AsyncDisposable {
  /** What each connection has sent, in the order in which they were opened. */
  readonly received: string[] = [];
  /** How many of the connections have been closed by the other side, whole or broken. */
  closed = 0;
  readonly sockets: Socket[] = [];
  url = '';
  readonly #server: Server;

  constructor(behave: RawBehaviour) {
    this.#server = createServer((socket) => {
      const index = this.received.push('') - 1;
      this.sockets.push(socket);
      socket.on('data', (chunk) => {
        this.received[index] += chunk.toString('latin1');
        behave(socket, this.received[index]!, index + 1);
      });
      socket.on('error', () => {});
      socket.on('close', () => {
        this.closed++;
      });
    });
  }

  async listen(): Promise<this> {
    await once(this.#server.listen(0, '127.0.0.1'), 'listening');
    this.url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = once(this.#server.close(), 'close');
    for (const socket of this.sockets) socket.destroy();
    await closed;
  }
}

/** Starts a raw target. */
export function startRawTarget(behave: RawBehaviour = () => {}): Promise<RawTarget> {
  return new RawTarget(behave).listen();
}

/** Answers each request that has no body with these bytes. */
export function always(bytes: string): RawBehaviour {
  return (socket, received) => {
    if (received.endsWith('\r\n\r\n')) socket.write(bytes);
  };
}

/** The address of a target that does not listen any more. */
export async function urlOfNobody(): Promise<string> {
  await using target = await startRawTarget();
  return target.url;
}
