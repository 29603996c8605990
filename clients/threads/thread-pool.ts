import { EventEmitter, on, once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { MessageChannel } from 'node:worker_threads';
import { Piscina } from 'piscina';
import { onAbort } from '../../lib/concurrency/on-abort.ts';
import { TaskGroup } from '../../lib/concurrency/task-group.ts';
import { LabError } from '../../lib/errors/lab-error.ts';
import { messageOf } from '../../lib/errors/message-of.ts';
import { beginning } from '../download/beginning.ts';
import type { Computer } from '../download/item-work.ts';
import { elapsedMs, monotonicMs } from '../download/monotonic-clock.ts';
import type { Outcome } from '../download/outcome.ts';
import type { ResolvedDownload } from '../download/resolve-download.ts';
import { ComputingPort } from '../work/computing-port.ts';
import { CancelFlag } from './cancel-flag.ts';
import { ItemQueue } from './item-queue.ts';
import type { ThreadData } from './thread-settings.ts';
import type { Answer, ThreadTask } from './thread-task.ts';

type Tell = (outcomes: readonly Outcome[]) => void;
type GiveUp = (cause: unknown, indices: readonly number[]) => void;

/**
 * The threads of one download. They take its items from one queue; each item ends in exactly one outcome, also when the
 * thread that has it dies. Disposing of the pool cancels what is in flight, waits for it and ends the threads.
 */
export class ThreadPool implements AsyncDisposable {
  readonly #piscina: Piscina;
  readonly #slots: readonly number[];
  readonly #cancelFlag = new CancelFlag();
  readonly #tasks = new TaskGroup();
  readonly #signal: AbortSignal | undefined;
  readonly #computer: Computer | undefined;
  readonly #listening: Disposable;
  #beganMs = monotonicMs();
  #ending = false;

  /**
   * Starts threads and waits until every one has loaded `entry`; the download begins then. The threads of a download that
   * has been cancelled are not waited for.
   *
   * @param slots how many requests each thread may have in flight
   * @throws LabError when a thread cannot be started.
   */
  static async start(entry: URL, slots: readonly number[], settings: ResolvedDownload): Promise<ThreadPool> {
    const pool = new ThreadPool(entry, slots, settings);
    try {
      await pool.#ready();
    } catch (cause) {
      await pool[Symbol.asyncDispose]();
      throw new LabError(`cannot start ${slots.length} threads: ${messageOf(cause)}`, { cause });
    }
    pool.#beganMs = await beginning(settings);
    return pool;
  }

  private constructor(
    entry: URL,
    slots: readonly number[],
    { signal, computer, whenReady, ...settings }: ResolvedDownload,
  ) {
    const data: ThreadData = { settings: { ...settings, signal: undefined }, cancelFlag: this.#cancelFlag.buffer };
    this.#slots = slots;
    this.#piscina = new Piscina({
      filename: fileURLToPath(entry),
      minThreads: slots.length,
      maxThreads: slots.length,
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
    this.#computer = computer;
    this.#listening = onAbort(signal, () => this.#cancelFlag.raise());
  }

  /** Downloads all items and yields their outcomes in order of completion, to within a batch of each thread. */
  async *download(codes: readonly string[]): AsyncGenerator<Outcome> {
    const queue = ItemQueue.of(codes);
    const events = new EventEmitter();
    const batches = on(events, 'outcomes', { close: ['end'] });
    const tell = (outcomes: readonly Outcome[]) => events.emit('outcomes', outcomes);
    const giveUp = (cause: unknown, indices: readonly number[]) => {
      for (const index of indices) queue.answer(index);
      tell(indices.map((index) => this.#lost(codes[index]!, cause)));
    };
    const work = this.#slots.map((slots, i) => this.#tasks.spawn(() => this.#work(queue, i + 1, slots, tell, giveUp)));
    void Promise.all(work).then(() => {
      giveUp('it gave no reason', queue.unanswered());
      events.emit('end');
    });
    for await (const [outcomes] of batches) yield* outcomes;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#listening[Symbol.dispose]();
    this.#cancelFlag.raise();
    await this.#tasks[Symbol.asyncDispose]();
    this.#ending = true;
    await this.#piscina.destroy();
  }

  async #ready(): Promise<void> {
    // Sent at once to idle threads, one task goes to each.
    const started = this.#slots.map(() => this.#piscina.run(undefined, { name: 'ready' }));
    const cancelled = Promise.withResolvers<void>();
    using _listening = onAbort(this.#signal, () => cancelled.resolve());
    await Promise.race([Promise.all(started), cancelled.promise]);
  }

  /** Has a thread take items until there are no more, and another in its place if it dies. */
  async #work(queue: ItemQueue, holder: number, slots: number, tell: Tell, giveUp: GiveUp): Promise<void> {
    while (!queue.isEmpty && !this.#cancelFlag.isRaised) {
      let answered = 0;
      const { port1, port2 } = new MessageChannel();
      port1.on('message', (answers: readonly Answer[]) => {
        for (const { index } of answers) queue.answer(index);
        answered += answers.length;
        tell(answers.map(({ outcome }) => outcome));
      });
      const closed = once(port1, 'close');
      using computing = this.#computer && new ComputingPort(this.#computer);
      const more = computing && { computing: computing.port };
      const task = { queue: queue.shared, holder, slots, beganMs: this.#beganMs, port: port2, ...more };
      const death = await this.#run(task);
      port2.close(); // Only counts when no thread has got it.
      await closed;
      if (death === undefined) return;
      // A thread that died of nothing takes an item with it, or those in its place might die for ever.
      if (answered === 0 && queue.unanswered(holder).length === 0) queue.take(holder);
      giveUp(death.cause, queue.unanswered(holder));
    }
  }

  #endIfEmpty(): void {
    // Ending twice at the same time would make Piscina replace the threads that it has just ended.
    if (!this.#ending && this.#piscina.threads.length === 0) void this.#piscina.destroy();
  }

  /** Resolves when the task has ended. The one place where the death of a thread is met: to its cause, if it died. */
  #run(task: ThreadTask): Promise<{ readonly cause: unknown } | undefined> {
    // Piscina's types are those of an older Node.js, where a transfer list held no ports of today's type.
    const transferList = [task.port, ...(task.computing === undefined ? [] : [task.computing])];
    const options = { transferList } as unknown as Parameters<Piscina['run']>[1];
    return this.#piscina.run(task, options).then(
      () => undefined,
      (cause: unknown) => ({ cause }),
    );
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
