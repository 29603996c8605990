import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { expect } from 'vitest';

/** A plain TCP connection that sends bytes as they are, and keeps all it receives. */
export class TextConnection implements Disposable {
  readonly socket: Socket;
  readonly #chunks: Buffer[] = [];
  #ended = false;

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.on('data', (chunk: Buffer) => this.#chunks.push(chunk));
    socket.on('error', () => {});
    socket.on('close', () => {
      this.#ended = true;
    });
  }

  /** Connects. Its own end can be closed while the other goes on. */
  static async to(port: number): Promise<TextConnection> {
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    await once(socket, 'connect');
    return new TextConnection(socket);
  }

  /** All bytes so far. */
  get bytes(): Buffer {
    return Buffer.concat(this.#chunks);
  }

  /** All bytes so far, as text. */
  get text(): string {
    return this.bytes.toString();
  }

  /** Waits until the text so far matches. */
  async until(pattern: RegExp): Promise<void> {
    await expect.poll(() => this.text, { timeout: 10_000, interval: 5 }).toMatch(pattern);
  }

  /** Waits until the other side has closed. */
  async closed(): Promise<void> {
    this.socket.once('end', () => this.socket.end());
    await expect.poll(() => this.#ended || this.socket.readableEnded, { timeout: 10_000, interval: 5 }).toBe(true);
  }

  [Symbol.dispose](): void {
    this.socket.destroy();
  }
}
