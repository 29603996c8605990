import { onAbort } from './on-abort.ts';
import { started } from './started.ts';
import { WatchedPromise } from './watched-promise.ts';

/**
 * How a task group is made.
 *
 * @example
 * ```ts
 * import { sleep, TaskGroup, type TaskGroupOptions } from 'flaglab';
 * const options: TaskGroupOptions = { signal: AbortSignal.timeout(20) };
 * const group = new TaskGroup(options);
 * group.spawn((signal) => sleep(60_000, signal));
 * await group.join();
 * console.log(group.signal.aborted); // true
 * ```
 */
export interface TaskGroupOptions {
  /** Cancels the group, with its reason, when it aborts. Default: none. */
  readonly signal?: AbortSignal | undefined;
}

interface Failure {
  readonly error: unknown;
  readonly child: WatchedPromise<unknown>;
}

/**
 * Tasks that start, fail and end together. No child outlives its group:
 *
 *     await using group = new TaskGroup({ signal });
 *     const flag = group.spawn((signal) => download('br.gif', signal));
 *     const metadata = group.spawn((signal) => download('metadata.json', signal));
 *     return [await flag, await metadata];
 *
 * - The end of the block waits for all children, and for the children that they spawn.
 * - The first failure cancels the siblings through `signal`; a cancelled group starts nothing more.
 * - A failure is told once: to whoever awaits the child, or else at the end of the block, where one failure is thrown as
 *   it is and several as an AggregateError.
 * - To be cancelled is not to fail: a child that ends because its group was cancelled adds no failure, and a group that was
 *   cancelled from outside ends quietly. `group.signal.aborted` tells.
 *
 * `await using` cannot tell a block that was left early (`break`, `return`, `throw`) from one that came to its end: it
 * waits for the children in either case. A block that may be left early says what is to become of them:
 *
 *     try {
 *       for await (const { result } of asCompleted(codes, (code) => group.spawn(…))) yield result;
 *     } finally {
 *       group.cancel(); // nothing is left to cancel unless the loop was left early
 *     }
 *
 * @example
 * ```ts
 * import { sleep, TaskGroup } from 'flaglab';
 * try {
 *   await using group = new TaskGroup();
 *   group.spawn((signal) => sleep(60_000, signal));
 *   group.spawn(() => Promise.reject(new Error('no flag')));
 * } catch (error) {
 *   console.log(String(error)); // Error: no flag
 * }
 * ```
 */
export class TaskGroup implements AsyncDisposable {
  readonly #controller = new AbortController();
  readonly #end = Promise.withResolvers<void>();
  readonly #failures: Failure[] = [];
  readonly #listening: Disposable;
  #running = 0;
  #closing = false;
  #joined = false;

  /** Aborts when the group is cancelled; its reason is the first failure, or what `cancel` or the outer signal gave. */
  readonly signal: AbortSignal = this.#controller.signal;

  constructor({ signal }: TaskGroupOptions = {}) {
    this.#listening = onAbort(signal, (reason) => this.cancel(reason));
  }

  /**
   * Starts `task` at once as a child of this group. The promise settles as the task does and may be ignored.
   * In a cancelled group it rejects with `signal.reason` and the task is not called. Throws a TypeError when the group has ended.
   */
  spawn<T>(task: (signal: AbortSignal) => Promise<T> | T): Promise<T> {
    if (this.#ended) throw new TypeError('Expected `spawn` to be called before the group ended, got a call after it');
    this.#running++;
    const child = new WatchedPromise<T>((resolve, reject) => {
      started(() => this.#begin(task)).then(
        (value) => {
          resolve(value);
          this.#childEnded();
        },
        (error: unknown) => {
          reject(error);
          this.#childRejected({ error, child });
          this.#childEnded();
        },
      );
    });
    return child;
  }

  /** Asks all children to stop, through `signal`. Does not wait for them. Only the first reason counts. */
  cancel(reason?: unknown): void {
    this.#controller.abort(reason);
  }

  /**
   * Waits for all children and ends the group. Throws every failure, also those that the caller has met already by
   * awaiting the child. A child that waits for its own group waits forever.
   */
  async join(): Promise<void> {
    this.#joined = true;
    await this.#close();
    rethrow(this.#failures);
  }

  /** As `join`, but throws only what nobody has been told yet, by `join` or by the promise that `spawn` returned. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#close();
    if (!this.#joined) rethrow(this.#failures.filter(({ child }) => !child.watched));
  }

  get #ended(): boolean {
    return this.#closing && this.#running === 0;
  }

  #begin<T>(task: (signal: AbortSignal) => Promise<T> | T): Promise<T> | T {
    this.signal.throwIfAborted();
    return task(this.signal);
  }

  #childRejected(failure: Failure): void {
    if (this.signal.aborted && isCancellation(failure.error, this.signal.reason)) return;
    this.#failures.push(failure);
    this.cancel(failure.error);
  }

  #childEnded(): void {
    this.#running--;
    this.#endWhenIdle();
  }

  #close(): Promise<void> {
    this.#closing = true;
    this.#endWhenIdle();
    return this.#end.promise;
  }

  #endWhenIdle(): void {
    if (!this.#ended) return;
    this.#listening[Symbol.dispose]();
    this.#end.resolve();
  }
}

/** Whether `error` only says that work was called off: the reason itself, an AbortError, or an error caused by one of them. */
function isCancellation(error: unknown, reason: unknown): boolean {
  if (error === reason) return true;
  return error instanceof Error && (error.name === 'AbortError' || isCancellation(error.cause, reason));
}

function rethrow(failures: readonly Failure[]): void {
  const errors = failures.map(({ error }) => error);
  if (errors.length === 1) throw errors[0];
  if (errors.length > 1) throw new AggregateError(errors, `${errors.length} tasks of the group failed`);
}
