import { createSocket, type Socket as DatagramSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { type DecodedPacket, decode, encode, type Packet } from 'dns-packet';

/** The codes of answers, which are the last four bits of an answer's flags. */
export const CODES = ['NOERROR', 'FORMERR', 'SERVFAIL', 'NXDOMAIN', 'NOTIMP', 'REFUSED'];

/** What an answer says, for comparison. */
export interface Said {
  readonly code: string | undefined;
  readonly data: readonly unknown[];
}

/** The bytes of a question. */
export function questionBytes(name: string, type = 'A', more: Packet = {}): Buffer {
  const questions = [{ name, type: type as 'A' }];
  return encode({ type: 'query', id: 7, flags: 1 << 8, questions, ...more });
}

/** What an answer says. */
export function said({ flags = 0, answers = [] }: Packet): Said {
  return { code: CODES[flags & 0b1111], data: answers.map((answer) => ('data' in answer ? answer.data : undefined)) };
}

/** A client that sends datagrams as they are, all from one port, and keeps what comes back. */
export class DatagramClient implements Disposable {
  readonly #socket: DatagramSocket;
  readonly #port: number;
  readonly #received: Buffer[] = [];
  #changed = Promise.withResolvers<void>();

  private constructor(socket: DatagramSocket, port: number) {
    this.#socket = socket;
    this.#port = port;
    socket.on('message', (message) => {
      this.#received.push(message);
      this.#changed.resolve();
      this.#changed = Promise.withResolvers();
    });
  }

  /** Makes one for the server at a port of 127.0.0.1 or, where that is said, of ::1. */
  static async to(port: number, host: '127.0.0.1' | '::1' = '127.0.0.1'): Promise<DatagramClient> {
    const socket = createSocket({ type: host === '::1' ? 'udp6' : 'udp4', recvBufferSize: 4_000_000 });
    socket.connect(port, host);
    await once(socket, 'connect');
    return new DatagramClient(socket, port);
  }

  get port(): number {
    return this.#port;
  }

  /** How many datagrams have come that were not taken. */
  get unread(): number {
    return this.#received.length;
  }

  /** Sends a datagram, and resolves when the system has it. */
  async send(message: Buffer): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#socket.send(message, () => resolve());
    await promise;
  }

  /** Waits for the next datagram. */
  async next(): Promise<Buffer> {
    while (this.#received.length === 0) await this.#changed.promise;
    return this.#received.shift()!;
  }

  /** Sends a datagram and reads the next as an answer. */
  async ask(message: Buffer): Promise<DecodedPacket> {
    await this.send(message);
    return decode(await this.next());
  }

  [Symbol.dispose](): void {
    this.#socket.close();
  }
}

/** A TCP connection that sends bytes as they are, and reads messages with their length before them. */
export class StreamClient implements Disposable {
  readonly socket: Socket;
  #received = Buffer.alloc(0);
  #hasClosed = false;
  #changed = Promise.withResolvers<void>();

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.on('data', (chunk) => {
      this.#received = Buffer.concat([this.#received, chunk as Buffer]);
      this.#change();
    });
    socket.on('close', () => {
      this.#hasClosed = true;
      this.#change();
    });
    socket.on('error', () => {});
  }

  /** Connects. */
  static async to(port: number): Promise<StreamClient> {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    return new StreamClient(socket);
  }

  /** Sends bytes as they are. */
  send(bytes: Buffer): void {
    this.socket.write(bytes);
  }

  /** Waits for the next message; undefined when the server closes instead. */
  async next(): Promise<DecodedPacket | undefined> {
    for (;;) {
      if (this.#received.length >= 2 && this.#received.length >= 2 + this.#received.readUInt16BE(0)) {
        const end = 2 + this.#received.readUInt16BE(0);
        const message = this.#received.subarray(2, end);
        this.#received = this.#received.subarray(end);
        return decode(message);
      }
      if (this.#hasClosed) return undefined;
      await this.#changed.promise;
    }
  }

  [Symbol.dispose](): void {
    this.socket.destroy();
  }

  #change(): void {
    this.#changed.resolve();
    this.#changed = Promise.withResolvers();
  }
}

/** A message with its length before it. */
export function prefixed(message: Buffer): Buffer {
  const prefix = Buffer.alloc(2);
  prefix.writeUInt16BE(message.length);
  return Buffer.concat([prefix, message]);
}
