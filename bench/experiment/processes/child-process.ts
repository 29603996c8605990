import { type ChildProcess, fork } from 'node:child_process';
import { type BirpcReturn, createBirpc } from 'birpc';
import { LabError } from '../../../lib/errors/lab-error.ts';
import { messageOf } from '../../../lib/errors/message-of.ts';

/** How much of what a child wrote to its stderr is kept to explain its death. */
const MAX_STDERR_LENGTH = 10_000;

/**
 * A process of the bench's own, which answers calls. It is in a process group of its own, so that Ctrl-C in a terminal
 * reaches only the parent, who then decides. Disposing of it kills it with all its threads and waits until it is gone.
 */
export class Child<Calls extends object> implements AsyncDisposable {
  readonly #name: string;
  readonly #process: ChildProcess;
  readonly #calls: BirpcReturn<Calls>;
  readonly #closed: Promise<void>;
  /** Rejects with the reason when the process is gone; never resolves. */
  readonly #death: Promise<never>;
  #stderr = '';

  /**
   * @param name what messages call it, such as "the servers' process"
   * @param entry the module that it runs; it must call `answerParent`
   * @param signal kills the process when it aborts
   * @param onPrinted called with what it prints, piece by piece; default: that goes nowhere
   */
  constructor(name: string, entry: URL, signal?: AbortSignal, onPrinted?: (text: string) => void) {
    this.#name = name;
    this.#process = fork(entry, [], {
      serialization: 'advanced',
      stdio: ['ignore', onPrinted === undefined ? 'ignore' : 'pipe', 'pipe', 'ipc'],
      execArgv: [],
      detached: true,
      killSignal: 'SIGKILL',
      ...(signal !== undefined && { signal }),
    });
    if (onPrinted !== undefined) this.#process.stdout!.setEncoding('utf8').on('data', onPrinted);
    this.#process.stderr!.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr = (this.#stderr + text).slice(-MAX_STDERR_LENGTH);
    });
    const death = Promise.withResolvers<never>();
    const closed = Promise.withResolvers<void>();
    this.#process.on('close', (code, signal) => {
      death.reject(this.#obituary(code, signal));
      closed.resolve();
    });
    this.#process.on('error', (cause) => {
      if (this.#process.pid !== undefined) return; // The signal's abort is no news: the process closes.
      death.reject(new LabError(`${this.#name} could not be started: ${messageOf(cause)}`, { cause }));
      closed.resolve();
    });
    death.promise.catch(() => {}); // It is no failure when nobody waits for an answer.
    this.#death = death.promise;
    this.#closed = closed.promise;
    this.#calls = createBirpc<Calls>(
      {},
      { post: (message) => this.#post(message), on: (receive) => this.#process.on('message', receive), timeout: -1 },
    );
  }

  /**
   * Asks the process for something.
   *
   * @throws LabError when the process fails to answer or is gone: the message says why.
   */
  async ask<T>(question: (calls: BirpcReturn<Calls>) => Promise<T>): Promise<T> {
    try {
      return await Promise.race([this.#death, question(this.#calls)]);
    } catch (cause) {
      // A message to a process that is about to be gone fails first, and says less.
      const isUnheard = !this.#process.connected || (cause as NodeJS.ErrnoException | null)?.code === 'EPIPE';
      if (isUnheard) await this.#death;
      throw cause instanceof LabError ? cause : new LabError(messageOf(cause), { cause });
    }
  }

  /** Ends it with all its threads, and does not wait until it is gone. */
  kill(): void {
    this.#process.kill('SIGKILL');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.kill();
    await this.#closed;
  }

  #post(message: unknown): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#process.send(message as object, (error) => (error === null ? resolve() : reject(error)));
    });
  }

  #obituary(code: number | null, signal: NodeJS.Signals | null): LabError {
    if (signal !== null) return new LabError(`${this.#name} was killed by ${signal}`);
    const lines = this.#stderr.trim().split('\n');
    const last = lines.findLast((line) => /^\w*Error\b|^FATAL/.test(line)) ?? lines.at(-1);
    return new LabError(`${this.#name} exited with code ${code}${last ? `: ${last}` : ''}`);
  }
}
