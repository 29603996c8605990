import { Agent, type ErrorEvent, WebSocket } from 'undici';
import { LabError } from '../../lib/errors/lab-error.ts';
import { networkReason } from '../../lib/network/network-reason.ts';
import type { IdleConnections } from './idle-kind.ts';

/** WebSockets: each is opened by its handshake, and says nothing from then on. */
export class WebSockets implements IdleConnections {
  readonly #url: string;
  readonly #dispatcher: Agent;
  /** Kept as whoever waits for messages would keep them. */
  readonly #sockets: WebSocket[] = [];
  #closed = 0;

  /**
   * @param url such as `ws://127.0.0.1:8000/websocket`
   * @param timeoutMs how long a handshake may take
   */
  constructor(url: string, timeoutMs: number) {
    this.#url = url;
    this.#dispatcher = new Agent({ connect: { timeout: timeoutMs, allowH2: false }, headersTimeout: timeoutMs });
  }

  get openCount(): number {
    return this.#sockets.length - this.#closed;
  }

  async open(): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const socket = new WebSocket(this.#url, { dispatcher: this.#dispatcher });
    socket.onopen = () => resolve();
    socket.onerror = (event) => reject(failure(event));
    await promise;
    this.#sockets.push(socket);
    socket.onopen = null;
    socket.onerror = null;
    socket.onclose = this.#onClosed;
  }

  readonly #onClosed = (): void => {
    this.#closed++;
  };
}

function failure({ error, message }: ErrorEvent): unknown {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error ? new LabError(networkReason(cause), { cause }) : new LabError(message);
}
