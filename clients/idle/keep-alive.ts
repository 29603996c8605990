import { Client } from 'undici';
import type { IdleConnections } from './idle-kind.ts';

/** HTTP connections: each asks once, is answered, and is kept open. */
export class KeepAliveConnections implements IdleConnections {
  readonly #origin: string;
  readonly #path: string;
  readonly #timeoutMs: number;
  /** Kept as a pool would keep them. */
  readonly #clients: Client[] = [];
  #closed = 0;

  /**
   * @param url what is asked for
   * @param timeoutMs how long an answer may take
   */
  constructor(url: string, timeoutMs: number) {
    const { origin, pathname } = new URL(url);
    this.#origin = origin;
    this.#path = pathname;
    this.#timeoutMs = timeoutMs;
  }

  get openCount(): number {
    return this.#clients.length - this.#closed;
  }

  async open(): Promise<void> {
    // A client of its own, for a pool would give the second request to the connection that the first has left.
    const client = new Client(this.#origin, {
      pipelining: 1,
      connect: { timeout: this.#timeoutMs, allowH2: false },
      headersTimeout: this.#timeoutMs,
      bodyTimeout: this.#timeoutMs,
    });
    this.#clients.push(client);
    client.on('disconnect', this.#onClosed);
    const { body } = await client.request({ path: this.#path, method: 'GET' });
    await body.dump();
  }

  readonly #onClosed = (): void => {
    this.#closed++;
  };
}
