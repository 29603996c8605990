import { once } from 'node:events';
import type { Socket } from 'node:net';
import { wordsOf } from '../characters/character-index.ts';
import { queryObjection } from '../characters/query-objection.ts';
import { type Answering, answerQuery } from './answer-query.ts';
import { type Input, TelnetInput } from './telnet-input.ts';

const PROMPT = '?> ';

/** How many lines may wait before no more is read. */
const MAX_WAITING = 100;

/** One client at its prompt: its lines are answered one after another. */
export class Session {
  readonly #answering: Answering;
  readonly #socket: Socket;
  readonly #input = new TelnetInput();
  readonly #lines: string[] = [];
  readonly #closed = new AbortController();
  /** Ends the answer that is on its way. */
  #answer: AbortController | undefined;
  /** Whether there was an answer that nobody has interrupted. */
  #hasAnswered = false;
  #isBusy = false;
  #isEnding = false;

  constructor(answering: Answering) {
    const { socket } = answering;
    this.#answering = answering;
    this.#socket = socket;
    socket.setNoDelay();
    // The `close` that follows says it.
    socket.on('error', () => {});
    socket.on('close', () => this.#closed.abort());
    socket.on('data', (bytes: Buffer) => this.#receive(bytes));
    socket.on('end', () => {
      const rest = this.#input.rest();
      if (rest !== undefined) this.#take(rest);
      this.end();
    });
    socket.write(PROMPT);
  }

  /** Answers what has been asked, then closes. */
  end(): void {
    this.#isEnding = true;
    if (!this.#isBusy) this.#socket.end();
  }

  #receive(bytes: Buffer): void {
    for (const input of this.#input.read(bytes)) this.#take(input);
    if (this.#isEnding) this.end();
    else if (this.#lines.length >= MAX_WAITING) this.#socket.pause();
  }

  #take(input: Input): void {
    // What comes after the end is of no interest, but telnet waits for a reply.
    if (this.#isEnding && input.type !== 'reply') return;
    switch (input.type) {
      case 'line':
        this.#lines.push(input.text);
        if (!this.#isBusy) void this.#work();
        break;
      case 'interrupt':
        this.#interrupt();
        break;
      case 'end':
        this.#isEnding = true;
        break;
      case 'reply':
        if (!this.#socket.writableEnded) this.#socket.write(input.bytes);
        break;
      case 'objection':
        this.#lines.length = 0;
        this.#answer?.abort();
        this.#socket.write(`${input.text}\r\n`);
        this.#isEnding = true;
    }
  }

  /**
   * Ends the answer that is on its way and forgets what waits; where there is none, the session. An answer that has left this
   * process may still be on its way to a screen: it may be what the first Ctrl-C after it is meant for, which asks anew.
   */
  #interrupt(): void {
    // After the reply that telnet asks for in the same breath: until that comes it shows nothing.
    if (!this.#isBusy && this.#hasAnswered) setImmediate(() => void this.#say(`\r\n${PROMPT}`).catch(() => {}));
    else if (!this.#isBusy) this.#isEnding = true;
    this.#hasAnswered = false;
    this.#lines.length = 0;
    this.#answer?.abort();
  }

  async #work(): Promise<void> {
    this.#isBusy = true;
    try {
      for (let line = this.#lines.shift(); line !== undefined; line = this.#lines.shift()) {
        if (this.#lines.length < MAX_WAITING) this.#socket.resume();
        await this.#answerLine(line);
        if (this.#socket.writableEnded || this.#socket.destroyed) return;
        if (!this.#isEnding || this.#lines.length > 0) await this.#say(PROMPT);
      }
    } catch {
      if (!this.#closed.signal.aborted) this.#socket.end(`The index of characters could not be built.\r\n`);
    } finally {
      this.#isBusy = false;
      if (this.#isEnding) this.#socket.end();
    }
  }

  async #answerLine(line: string): Promise<void> {
    const objection = queryObjection(line);
    if (objection !== undefined) return this.#say(`${objection[0]!.toUpperCase()}${objection.slice(1)}.\r\n`);
    if (wordsOf(line).length === 0) return;
    this.#hasAnswered = true;
    this.#answer = new AbortController();
    const signal = AbortSignal.any([this.#closed.signal, this.#answer.signal]);
    await answerQuery(this.#answering, line, signal);
    // What was cut may have left a line without its end.
    if (this.#answer.signal.aborted) await this.#say('\r\n');
  }

  async #say(text: string): Promise<void> {
    if (!this.#socket.write(text)) await once(this.#socket, 'drain', { signal: this.#closed.signal });
  }
}
