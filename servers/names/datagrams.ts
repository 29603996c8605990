import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { isIPv6 } from 'node:net';
import { newConnection } from '../http/connection-number.ts';
import { inDatagram } from './answer-query.ts';
import { readQuery } from './query.ts';
import type { QuestionDesk } from './question-desk.ts';

/**
 * How many bytes of datagrams may wait to be read: thousands of questions that come at once, where the system grants that. By
 * default Linux lets 256 wait, and drops the others.
 */
const RECEIVE_BUFFER_BYTES = 4 * 1024 * 1024;

/** So many questions may wait for their answers; more are dropped, as datagrams may be. */
const MAX_WAITING = 50_000;

/** What takes questions in datagrams and answers them. Each datagram is a connection of its own. */
export class Datagrams {
  readonly #desk: QuestionDesk;
  readonly #closed: (connection: number) => void;
  #socket: Socket | undefined;

  /** @param closed called with the number of a connection when it is over */
  constructor(desk: QuestionDesk, closed: (connection: number) => void) {
    this.#desk = desk;
    this.#closed = closed;
  }

  /** Begins to listen; rejects with the system's error where that cannot be. */
  async bind(port: number, host: string): Promise<void> {
    const socket = createSocket(isIPv6(host) ? { type: 'udp6', ipv6Only: host !== '::' } : { type: 'udp4' });
    socket.on('message', (message, from) => this.#receive(socket, message, from));
    const listening = once(socket, 'listening');
    socket.bind(port, host);
    try {
      await listening;
    } catch (error) {
      socket.close();
      throw error;
    }
    // What one client's network says of a datagram that it does not want is nothing to the others.
    socket.on('error', () => {});
    enlargeReceiveBuffer(socket);
    this.#socket = socket;
  }

  /** Takes no more questions. */
  stopReceiving(): void {
    this.#socket?.removeAllListeners('message');
  }

  close(): void {
    this.#socket?.close();
    this.#socket = undefined;
  }

  #receive(socket: Socket, message: Buffer, { port, address }: RemoteInfo): void {
    const query = readQuery(message);
    if (query === undefined) return;
    if (Buffer.isBuffer(query)) {
      socket.send(query, port, address, () => {});
      return;
    }
    if (this.#desk.waiting >= MAX_WAITING) return;
    const connection = newConnection();
    const send: Parameters<QuestionDesk['ask']>[1]['send'] = (answer, sent) => {
      if (this.#socket === undefined) return sent(undefined);
      socket.send(inDatagram(answer, query), port, address, (error, bytes) => sent(error === null ? bytes : undefined));
    };
    this.#desk.ask(query, { connection, forgets: true, send }, () => this.#closed(connection));
  }
}

function enlargeReceiveBuffer(socket: Socket): void {
  try {
    socket.setRecvBufferSize(RECEIVE_BUFFER_BYTES);
  } catch {
    // A system that grants less by an error leaves it as it was.
  }
}
