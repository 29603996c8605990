import { fileURLToPath } from 'node:url';
import { Piscina } from 'piscina';
import { messageOf } from '../../lib/errors/message-of.ts';
import { siblingModule } from '../../lib/package/sibling-module.ts';
import type { Computer } from '../download/item-work.ts';
import { WorkError } from './work-error.ts';

/** Computes in a pool of threads. */
export class ThreadComputer implements Computer {
  readonly #piscina: Piscina;

  /** Resolves when each of so many threads is ready. */
  static async start(lanes: number): Promise<ThreadComputer> {
    const computer = new ThreadComputer(lanes);
    // Sent at once to idle threads, one task goes to each.
    await Promise.all(Array.from({ length: lanes }, () => computer.#run(undefined, 'ready')));
    return computer;
  }

  private constructor(lanes: number) {
    this.#piscina = new Piscina({
      filename: fileURLToPath(siblingModule(import.meta.url, './computing-thread')),
      minThreads: lanes,
      maxThreads: lanes,
      recordTiming: false,
    });
    // A thread that dies between two tasks takes nothing with it, and Piscina starts another.
    this.#piscina.on('error', () => {});
  }

  compute(rounds: number): Promise<string> {
    return this.#run(rounds, 'default');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#piscina.destroy();
  }

  async #run(rounds: number | undefined, name: string): Promise<string> {
    try {
      return await this.#piscina.run(rounds, { name });
    } catch (cause) {
      throw new WorkError(`a thread that computes died: ${messageOf(cause)}`, { cause });
    }
  }
}
