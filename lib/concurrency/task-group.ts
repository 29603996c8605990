import { isCancellation } from './is-cancellation.ts';
import { onAbort } from './on-abort.ts';
import { started } from './started.ts';
import { WatchedPromise } from './watched-promise.ts';

/**
 * Work that can be started, and called off by its signal: what a group spawns, and what `gather` and the others take.
 *
 * @example
 * ```ts
 * import { gather, sleep, type Task } from 'flaglab';
 * const nap: Task<string> = (signal) => sleep(20, signal).then(() => 'rested');
 * console.log(await gather([nap, nap])); // [ 'rested', 'rested' ]
 * ```
 */
export type Task<T> = (signal: AbortSignal) => Promise<T> | T;

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
  /**
   * Keeps what the children return, until `for await (const result of group)` has given it. Default false: a group that
   * lives long would keep all of it.
   */
  readonly results?: boolean;
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
 * - To be cancelled is not to fail: a child that ends because its group was cancelled adds no failure, and a block whose
 *   group was cancelled from outside ends quietly, where `group.signal.aborted` tells. `TaskGroup.run` throws the reason.
 *
 * `await using` cannot tell a block that was left early (`break`, `return`, `throw`) from one that came to its end: it
 * waits for the children in either case. `TaskGroup.run` can: an error of the body cancels them at once. A block that may
 * be left early in other ways says what is to become of them:
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
export class TaskGroup<R = unknown> implements AsyncDisposable, AsyncIterable<R> {
  readonly #controller = new AbortController();
  readonly #end = Promise.withResolvers<void>();
  readonly #failures: Failure[] = [];
  readonly #listening: Disposable;
  readonly #results: R[] | undefined;
  /** Resolved, and made anew, whenever a child has ended. */
  #childEnd = Promise.withResolvers<void>();
  #running = 0;
  #closing = false;
  /** Whether a child has ended because the group was cancelled. */
  #hasCalledOff = false;
  #joined = false;

  /** Aborts when the group is cancelled; its reason is the first failure, or what `cancel` or the outer signal gave. */
  readonly signal: AbortSignal = this.#controller.signal;

  /**
   * Runs a body with a group of its own, and returns what the body returns once all children have ended. When the body
   * throws, they are cancelled at once; its error is thrown when they have ended, in an AggregateError with the failures
   * that nobody was told of, if there are any. When the outer signal called children off, its reason is thrown: what they were
   * to do was not done, whatever the body returned.
   */
  static async run<T, R = unknown>(
    body: (group: TaskGroup<R>) => Promise<T> | T,
    options: TaskGroupOptions = {},
  ): Promise<T> {
    const group = new TaskGroup<R>(options);
    let value: T;
    try {
      value = await body(group);
    } catch (error) {
      group.cancel(error);
      await group.#close();
      const untold = group.#untold().filter((failure) => failure !== error);
      // A body that was only called off is no failure beside the one that called it off.
      rethrow(
        untold.length > 0 && isCancellation(error, group.signal.reason) && error !== group.signal.reason
          ? untold
          : [error, ...untold],
      );
    }
    await group[Symbol.asyncDispose]();
    if (group.#hasCalledOff && options.signal?.aborted && group.signal.reason === options.signal.reason) {
      throw group.signal.reason;
    }
    return value!;
  }

  constructor({ signal, results = false }: TaskGroupOptions = {}) {
    if (results) this.#results = [];
    this.#listening = onAbort(signal, (reason) => this.cancel(reason));
  }

  /**
   * Starts `task` at once as a child of this group. The promise settles as the task does and may be ignored.
   * In a cancelled group it rejects with `signal.reason` and the task is not called. Throws a TypeError when the group has ended.
   */
  spawn<T extends R>(task: Task<T>): Promise<T> {
    if (this.#ended) throw new TypeError('Expected `spawn` to be called before the group ended, got a call after it');
    this.#running++;
    const child = new WatchedPromise<T>((resolve, reject) => {
      started(() => this.#begin(task)).then(
        (value) => {
          resolve(value);
          this.#results?.push(value);
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
    rethrow(this.#failures.map(({ error }) => error));
  }

  /** As `join`, but throws only what nobody has been told yet, by `join` or by the promise that `spawn` returned. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#close();
    if (!this.#joined) rethrow(this.#untold());
  }

  /**
   * What the children return, in order of completion, until none is left. A failure is thrown after the results that came
   * before it. Several loops share them. Throws a TypeError unless the group was made with `results: true`.
   */
  async *[Symbol.asyncIterator](): AsyncGenerator<R, void, void> {
    const results = this.#results;
    if (results === undefined)
      throw new TypeError('Expected a group with `results: true` to be iterated, got one without');
    for (;;) {
      while (results.length > 0) yield results.shift()!;
      const [failure] = this.#failures;
      if (failure !== undefined) {
        failure.child.catch(() => {}); // Told.
        throw failure.error;
      }
      if (this.#running === 0) return;
      await this.#childEnd.promise;
    }
  }

  get #ended(): boolean {
    return this.#closing && this.#running === 0;
  }

  /** The failures that nobody has been told. */
  #untold(): unknown[] {
    return this.#failures.filter(({ child }) => !child.watched).map(({ error }) => error);
  }

  #begin<T>(task: Task<T>): Promise<T> | T {
    this.signal.throwIfAborted();
    return task(this.signal);
  }

  #childRejected(failure: Failure): void {
    if (this.signal.aborted && isCancellation(failure.error, this.signal.reason)) {
      this.#hasCalledOff = true;
      return;
    }
    this.#failures.push(failure);
    this.cancel(failure.error);
  }

  #childEnded(): void {
    this.#running--;
    this.#childEnd.resolve();
    this.#childEnd = Promise.withResolvers();
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

function rethrow(errors: readonly unknown[]): void {
  if (errors.length === 1) throw errors[0];
  if (errors.length > 1) throw new AggregateError(errors, `${errors.length} tasks of the group failed`);
}
