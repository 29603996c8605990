import { once } from 'node:events';
import type { Socket } from 'node:net';
import { sleep } from '../../../lib/concurrency/sleep.ts';
import { pacedPieces } from '../../faults/answer/paced-pieces.ts';

/** Writes to a socket no faster than its client reads, and than a pace. */
export class PacedWriter {
  readonly #socket: Socket;
  readonly #bytesPerSecond: number | undefined;
  readonly #signal: AbortSignal;
  #dueMs: number | undefined;
  #bytes = 0;

  /** @param bytesPerSecond undefined for no pace */
  constructor(socket: Socket, bytesPerSecond: number | undefined, signal: AbortSignal) {
    this.#socket = socket;
    this.#bytesPerSecond = bytesPerSecond;
    this.#signal = signal;
  }

  /** How many bytes have been written. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Resolves when the bytes are written and more may be; rejects with the signal's reason. */
  async write(bytes: Buffer): Promise<void> {
    const pace = this.#bytesPerSecond;
    if (pace === undefined) return this.#send(bytes);
    for (const { bytes: piece, afterMs } of pacedPieces(bytes, pace)) {
      // Each piece follows the moment the one before was due, so that lateness does not add up.
      const now = performance.now();
      this.#dueMs = (this.#dueMs ?? now) + afterMs;
      await sleep(Math.max(0, this.#dueMs - now), this.#signal);
      await this.#send(piece);
    }
  }

  async #send(bytes: Buffer): Promise<void> {
    this.#signal.throwIfAborted();
    this.#bytes += bytes.length;
    if (!this.#socket.write(bytes)) await once(this.#socket, 'drain', { signal: this.#signal });
  }
}
