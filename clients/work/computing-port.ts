import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { messageOf } from '../../lib/errors/message-of.ts';
import type { Computer } from '../download/item-work.ts';
import { WorkError } from './work-error.ts';

interface Question {
  readonly id: number;
  readonly rounds: number;
}

interface Reply {
  readonly id: number;
  readonly digest?: string;
  readonly error?: string;
}

/** In the thread that has the computer: lets another thread use it, until it is disposed of. */
export class ComputingPort implements Disposable {
  /** For the other thread. */
  readonly port: MessagePort;
  readonly #ours: MessagePort;

  constructor(computer: Computer) {
    const { port1, port2 } = new MessageChannel();
    this.#ours = port1;
    this.port = port2;
    port1.on('message', ({ id, rounds }: Question) => {
      computer.compute(rounds).then(
        (digest) => port1.postMessage({ id, digest } satisfies Reply),
        (cause: unknown) => port1.postMessage({ id, error: messageOf(cause) } satisfies Reply),
      );
    });
  }

  [Symbol.dispose](): void {
    this.#ours.close();
  }
}

/** In the other thread: the computer at the other end of the port. Disposing of it does nothing: it is not this thread's. */
export class DistantComputer implements Computer {
  readonly #port: MessagePort;
  readonly #waiting = new Map<number, PromiseWithResolvers<string>>();
  #asked = 0;

  constructor(port: MessagePort) {
    this.#port = port;
    port.on('message', ({ id, digest, error }: Reply) => {
      const waiting = this.#waiting.get(id);
      this.#waiting.delete(id);
      if (digest === undefined) waiting?.reject(new WorkError(error!));
      else waiting?.resolve(digest);
    });
  }

  compute(rounds: number): Promise<string> {
    const waiting = Promise.withResolvers<string>();
    const id = this.#asked++;
    this.#waiting.set(id, waiting);
    this.#port.postMessage({ id, rounds } satisfies Question);
    return waiting.promise;
  }

  async [Symbol.asyncDispose](): Promise<void> {}
}
