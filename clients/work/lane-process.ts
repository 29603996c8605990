import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { siblingModule } from '../../lib/package/sibling-module.ts';
import { type ProcessAnswer, tellProcessUsage } from './process-usage.ts';
import { WorkError } from './work-error.ts';

/**
 * A process that computes, one thing at a time. It is in a process group of its own, so that Ctrl-C in a terminal reaches
 * only its parent, who then decides; when that one is gone, it ends.
 */
export class LaneProcess {
  readonly #process: ChildProcess;
  readonly #closed: Promise<unknown>;
  #last: ProcessAnswer | undefined;

  /** Resolves when it is ready. */
  static async start(): Promise<LaneProcess> {
    const lane = new LaneProcess();
    await lane.#answer();
    return lane;
  }

  private constructor() {
    this.#process = fork(siblingModule(import.meta.url, './computing-process'), [], {
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      execArgv: [],
      detached: true,
    });
    this.#closed = once(this.#process, 'close').catch(() => {});
  }

  /** @throws WorkError when the process dies of it */
  async compute(rounds: number): Promise<string> {
    const answered = this.#answer();
    // A process that is gone says so by its end.
    this.#process.send(rounds, () => {});
    return (await answered).digest;
  }

  /** Ends it, whatever it is at, and tells what it has used until its last answer. */
  async end(): Promise<void> {
    this.#process.kill('SIGKILL');
    await this.#closed;
    if (this.#last !== undefined) tellProcessUsage(this.#last);
  }

  async #answer(): Promise<ProcessAnswer> {
    const { promise, resolve, reject } = Promise.withResolvers<ProcessAnswer>();
    const died = (code: number | null, signal: NodeJS.Signals | null) =>
      reject(
        new WorkError(
          `a process that computes ${signal === null ? `exited with code ${code}` : `was killed by ${signal}`}`,
        ),
      );
    this.#process.once('message', resolve).once('exit', died).once('error', reject);
    try {
      this.#last = await promise;
      return this.#last;
    } finally {
      this.#process.off('message', resolve).off('exit', died).off('error', reject);
    }
  }
}
