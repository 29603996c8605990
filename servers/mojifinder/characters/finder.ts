import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { type BirpcReturn, createBirpc } from 'birpc';
import { siblingModule } from '../../../lib/package/sibling-module.ts';
import { FairTurns } from './fair-turns.ts';
import type { FoundPage, IndexCalls, IndexEvents, PageForm } from './index-thread.ts';
import { RecentPages } from './recent-pages.ts';

/** Finds characters in an index that a thread of its own builds and keeps, so that this one can serve meanwhile. */
export class Finder {
  readonly #worker = new Worker(siblingModule(import.meta.url, './index-thread'), { name: 'character index' });
  readonly #thread: BirpcReturn<IndexCalls, IndexEvents>;
  readonly #turns = new FairTurns();
  readonly #recent = new RecentPages();
  #isReady = false;
  #failure: unknown;

  constructor() {
    const onReady = () => {
      this.#isReady = true;
    };
    this.#thread = createBirpc<IndexCalls, IndexEvents>(
      { onReady },
      {
        post: (message) => this.#worker.postMessage(message),
        on: (receive) => this.#worker.on('message', receive),
        onRequest: async (request, next) => {
          if (this.#failure !== undefined) throw this.#failure;
          await next(request);
        },
        timeout: -1,
      },
    );
    this.#worker.on('error', (error) => this.#fail(error));
    // Whoever serves keeps the process alive.
    this.#worker.unref();
  }

  /** Whether the index is built, so that it answers at once; also when that has failed, which it answers as well. */
  get isReady(): boolean {
    return this.#isReady || this.#failure !== undefined;
  }

  /**
   * The characters whose names have all words of the query, from `start` to before `stop`; waits until the index is built.
   * Queries take turns: one that has many pages holds up others no longer than by one of them.
   *
   * @throws DataError when the names could not be read
   */
  find(query: string, start: number, stop: number, form: PageForm): Promise<FoundPage> {
    return this.#recent.get(`${form} ${start} ${stop} ${query}`, () =>
      this.#turns.take(query, () => this.#thread.find(query, start, stop, form)),
    );
  }

  /** Ends the thread. */
  async close(): Promise<void> {
    const ended = once(this.#worker, 'exit');
    await this.#worker.terminate();
    await ended.catch(() => undefined);
  }

  #fail(error: unknown): void {
    this.#failure = error;
    this.#thread.$rejectPendingCalls(({ reject }) => reject(error as Error));
  }
}
