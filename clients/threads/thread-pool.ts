import { EventEmitter, on, once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { Piscina } from 'piscina';
import { onAbort } from '../../lib/concurrency/on-abort.ts';
import { TaskGroup } from '../../lib/concurrency/task-group.ts';
import { LabError } from '../../lib/errors/lab-error.ts';
import { messageOf } from '../../lib/errors/message-of.ts';
import { elapsedMs, monotonicMs } from '../download/monotonic-clock.ts';
import type { Outcome } from '../download/outcome.ts';
import type { ResolvedDownload } from '../download/resolve-download.ts';
import { CancelFlag } from './cancel-flag.ts';
import type { Share } from './deal-shares.ts';
import type { ThreadData } from './thread-settings.ts';

/**
 * The threads of one download. Each item ends in exactly one outcome, also when the thread that has it dies.
 * Disposing of the pool cancels what is in flight, waits for it and ends the threads.
 */
export class ThreadPool implements AsyncDisposable {
  readonly #piscina: Piscina;
  readonly #cancelFlag = new CancelFlag();
  readonly #tasks = new TaskGroup();
  readonly #signal: AbortSignal | undefined;
  readonly #listening: Disposable;
  #beganMs = monotonicMs();
  #ending = false;

  /**
   * Starts `threads` threads and waits until every one has loaded `entry`; the download begins then. The threads of a
   * download that has been cancelled are not waited for.
   *
   * @throws LabError when a thread cannot be started.
   */
  static async start(entry: URL, threads: number, settings: ResolvedDownload): Promise<ThreadPool> {
    const pool = new ThreadPool(entry, threads, settings);
    try {
      await pool.#ready(threads);
    } catch (cause) {
      await pool[Symbol.asyncDispose]();
      throw new LabError(`cannot start ${threads} threads: ${messageOf(cause)}`, { cause });
    }
    pool.#beganMs = monotonicMs();
    return pool;
  }

  private constructor(entry: URL, threads: number, { signal, ...settings }: ResolvedDownload) {
    const data: ThreadData = { settings: { ...settings, signal: undefined }, cancelFlag: this.#cancelFlag.buffer };
    this.#piscina = new Piscina({
      filename: fileURLToPath(entry),
      minThreads: threads,
      maxThreads: threads,
      workerData: data,
      stricterFIFO: true,
      recordTiming: false,
      atomics: 'disabled', // A thread that waits for its next task still has connections to look after.
    });
    // A thread that dies between two tasks takes nothing with it, and Piscina starts another.
    this.#piscina.on('error', () => {});
    // It gives up on threads that die while they start. What still waits for a thread must not wait forever.
    this.#piscina.on('workerDestroy', () => setImmediate(() => this.#endIfEmpty()));
    this.#signal = signal;
    this.#listening = onAbort(signal, () => this.#cancelFlag.raise());
  }

  /** Downloads one item in whichever thread is free first. */
  async downloadOne(code: string): Promise<Outcome> {
    if (this.#signal?.aborted) return this.#lost(code, undefined);
    return await this.#run<Outcome>({ code, beganMs: this.#beganMs }, (cause) => this.#lost(code, cause));
  }

  /** Downloads each share in a thread of its own, and yields the outcomes of all in order of completion. */
  async *downloadShares(shares: readonly Share[]): AsyncGenerator<Outcome> {
    const events = new EventEmitter();
    const outcomes = on(events, 'outcome', { close: ['end'] });
    const emit = (outcome: Outcome) => events.emit('outcome', outcome);
    void Promise.all(shares.map((share) => this.#downloadShare(share, emit))).then(() => events.emit('end'));
    for await (const [outcome] of outcomes) yield outcome;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#listening[Symbol.dispose]();
    this.#cancelFlag.raise();
    await this.#tasks[Symbol.asyncDispose]();
    this.#ending = true;
    await this.#piscina.destroy();
  }

  async #ready(threads: number): Promise<void> {
    // Sent at once to idle threads, one task goes to each.
    const started = Array.from({ length: threads }, () => this.#piscina.run(undefined, { name: 'ready' }));
    const cancelled = Promise.withResolvers<void>();
    using _listening = onAbort(this.#signal, () => cancelled.resolve());
    await Promise.race([Promise.all(started), cancelled.promise]);
  }

  async #downloadShare(share: Share, emit: (outcome: Outcome) => void): Promise<void> {
    const missing = [...share.codes];
    let cause: unknown;
    if (!this.#signal?.aborted) {
      const { port1, port2 } = new MessageChannel();
      port1.on('message', (outcome: Outcome) => {
        missing.splice(missing.indexOf(outcome.code), 1);
        emit(outcome);
      });
      const closed = once(port1, 'close');
      cause = await this.#run({ ...share, beganMs: this.#beganMs, port: port2 }, (thrown) => thrown, [port2]);
      port2.close(); // Only counts when no thread has got it.
      await closed;
    }
    for (const code of missing) emit(this.#lost(code, cause));
  }

  #endIfEmpty(): void {
    // Ending twice at the same time would make Piscina replace the threads that it has just ended.
    if (!this.#ending && this.#piscina.threads.length === 0) void this.#piscina.destroy();
  }

  /** The one place where the death of a thread is met: what the task should have brought is made from its cause. */
  #run<T>(task: object, afterDeath: (cause: unknown) => T, transferList: MessagePort[] = []): Promise<T> {
    // Piscina's types are those of an older Node.js, where a transfer list held no ports of today's type.
    const options = { transferList } as unknown as Parameters<Piscina['run']>[1];
    return this.#tasks.spawn(() => this.#piscina.run(task, options).catch(afterDeath));
  }

  /** The outcome of an item that no thread has answered for. */
  #lost(code: string, cause: unknown): Outcome {
    const nowMs = elapsedMs(this.#beganMs);
    const cancelled = this.#signal?.aborted === true;
    return {
      code,
      kind: cancelled ? 'cancelled' : 'networkError',
      status: undefined,
      bytes: 0,
      requests: 0,
      startedMs: nowMs,
      firstByteMs: undefined,
      endedMs: nowMs,
      error: cancelled ? 'the download was cancelled' : `the thread that had this item died: ${messageOf(cause)}`,
      ...(!cancelled && { reason: 'the thread died' }),
      file: undefined,
    };
  }
}
