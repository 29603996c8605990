import type { MessagePort } from 'node:worker_threads';
import type { Answer } from './thread-task.ts';

/** How long an answer may wait for others to be posted with it: 5 ms, less what a timer may be late by itself. */
const WAIT_MS = 4;

/**
 * In a thread of a pool: posts answers in small batches, because a message is not cheap beside a request to a quick
 * server. Disposing of it posts the last of them and closes the port.
 */
export class AnswerBatches implements Disposable {
  readonly #port: MessagePort;
  #batch: Answer[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(port: MessagePort) {
    this.#port = port;
  }

  add(answer: Answer): void {
    this.#batch.push(answer);
    this.#timer ??= setTimeout(() => this.#post(), WAIT_MS);
  }

  [Symbol.dispose](): void {
    if (this.#timer !== undefined) this.#post();
    this.#port.close();
  }

  #post(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#port.postMessage(this.#batch);
    this.#batch = [];
  }
}
