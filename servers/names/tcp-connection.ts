import type { Socket } from 'node:net';
import { connectionNumber } from '../http/connection-number.ts';
import { MAX_QUERY_BYTES, readQuery } from './query.ts';
import type { Asked, QuestionDesk } from './question-desk.ts';

/** Before each message stands its length. */
const PREFIX_BYTES = 2;

/** So many questions of one connection may wait for their answers; then no more are read. */
const MAX_WAITING = 1000;

/** How long a connection may lie idle, or a message take to come, in milliseconds. */
const IDLE_MS = 30_000;

/** A client's connection: its questions are answered as soon as each has its answer, in any order (RFC 7766). */
export class TcpConnection {
  readonly #socket: Socket;
  readonly #desk: QuestionDesk;
  readonly #number: number;
  readonly #waiting = new Set<Asked>();
  #received: Buffer = Buffer.alloc(0);
  #isEnding = false;

  /** @param closed called with the connection's number when it has closed */
  constructor(socket: Socket, desk: QuestionDesk, closed: (connection: number) => void) {
    this.#socket = socket;
    this.#desk = desk;
    this.#number = connectionNumber(socket, closed);
    socket.on('data', (chunk) => this.#receive(chunk as Buffer));
    socket.on('drain', () => this.#readOn());
    socket.on('end', () => this.#clientEnds());
    socket.on('error', () => {});
    socket.on('close', () => {
      for (const { gone } of [...this.#waiting]) gone();
    });
    socket.setTimeout(IDLE_MS, () => {
      // One that is not read from cannot be seen to have gone.
      if (this.#waiting.size === 0 || this.#isEnding || socket.isPaused()) socket.destroy();
    });
  }

  /** Reads nothing more, and closes when all questions are answered. */
  end(): void {
    this.#isEnding = true;
    if (this.#waiting.size === 0) this.#socket.destroySoon();
  }

  /** The client may have gone, or may wait for what it has asked (RFC 1035): what will have no answer is over in any case. */
  #clientEnds(): void {
    for (const { hangs, gone } of [...this.#waiting]) if (hangs) gone();
    this.end();
  }

  #receive(chunk: Buffer): void {
    this.#received = Buffer.concat([this.#received, chunk]);
    this.#readOn();
  }

  /** Reads what has come, unless too much waits to be answered or to be read by the client. */
  #readOn(): void {
    while (!this.#isFull && !this.#isEnding && this.#received.length >= PREFIX_BYTES) {
      const length = this.#received.readUInt16BE(0);
      if (length > MAX_QUERY_BYTES) {
        this.#socket.destroy();
        return;
      }
      if (this.#received.length < PREFIX_BYTES + length) break;
      const message = this.#received.subarray(PREFIX_BYTES, PREFIX_BYTES + length);
      this.#received = this.#received.subarray(PREFIX_BYTES + length);
      if (!this.#take(message)) return;
    }
    if (this.#isFull) this.#socket.pause();
    else this.#socket.resume();
  }

  get #isFull(): boolean {
    return this.#waiting.size >= MAX_WAITING || this.#socket.writableNeedDrain;
  }

  /** Whether it was a message that can be answered; a connection that brings others is closed. */
  #take(message: Buffer): boolean {
    const query = readQuery(message);
    if (query === undefined) {
      this.#socket.destroy();
      return false;
    }
    if (Buffer.isBuffer(query)) {
      this.#write(query);
      return true;
    }
    const send: Parameters<QuestionDesk['ask']>[1]['send'] = ({ message: answer }, sent) => {
      this.#write(answer, (error) => sent(error ? undefined : answer.length));
    };
    const asked = this.#desk.ask(query, { connection: this.#number, forgets: false, send }, () => {
      this.#waiting.delete(asked);
      this.#afterAnswer();
    });
    this.#waiting.add(asked);
    return true;
  }

  /** Node calls back later, never at once. */
  #write(message: Buffer, written?: (error?: Error | null) => void): void {
    const prefix = Buffer.alloc(PREFIX_BYTES);
    prefix.writeUInt16BE(message.length);
    this.#socket.write(Buffer.concat([prefix, message]), written);
  }

  #afterAnswer(): void {
    if (this.#isEnding) this.end();
    else if (this.#socket.isPaused()) this.#readOn();
  }
}
