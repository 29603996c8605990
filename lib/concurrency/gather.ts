import { asCompleted } from './as-completed.ts';
import { type Task, TaskGroup } from './task-group.ts';

/**
 * What the tasks are called off by.
 *
 * @example
 * ```ts
 * import { type GatherOptions, gather, sleep } from 'flaglab';
 * const options: GatherOptions = { signal: AbortSignal.timeout(20) };
 * const reason = await gather([(signal) => sleep(60_000, signal)], options).catch((error: Error) => error.name);
 * console.log(reason); // TimeoutError
 * ```
 */
export interface GatherOptions {
  /** Calls all tasks off, with its reason, when it aborts. Default: none. */
  readonly signal?: AbortSignal | undefined;
}

/** What each of some tasks returns. */
type Results<T extends readonly Task<unknown>[]> = { -readonly [K in keyof T]: Awaited<ReturnType<T[K]>> };

/** How each of some tasks has ended. */
type Settled<T extends readonly Task<unknown>[]> = {
  -readonly [K in keyof T]: PromiseSettledResult<Awaited<ReturnType<T[K]>>>;
};

/**
 * Runs all tasks at once and returns what they return, in order of submission. The first failure calls off the others, and
 * is thrown when they have ended; with `settled: true` there is no failure: each result says how its task has ended.
 *
 * @example
 * ```ts
 * import { gather, sleep } from 'flaglab';
 * const after = (ms: number) => (signal: AbortSignal) => sleep(ms, signal).then(() => ms);
 * console.log(await gather([after(30), after(10)])); // [ 30, 10 ]
 * const fail = () => Promise.reject(new Error('no flag'));
 * const ends = await gather([after(10), fail], { settled: true });
 * console.log(ends.map(({ status }) => status)); // [ 'fulfilled', 'rejected' ]
 * ```
 */
export function gather<const T extends readonly Task<unknown>[]>(
  tasks: T,
  options: GatherOptions & { readonly settled: true },
): Promise<Settled<T>>;
/** What the tasks return. */
export function gather<const T extends readonly Task<unknown>[]>(
  tasks: T,
  options?: GatherOptions,
): Promise<Results<T>>;
/** How each has ended, or what it returns. */
export function gather(
  tasks: readonly Task<unknown>[],
  { signal, settled = false }: GatherOptions & { readonly settled?: boolean } = {},
): Promise<unknown[]> {
  const wanted = settled ? tasks.map(settling) : tasks;
  return TaskGroup.run((group) => Promise.all(wanted.map((task) => group.spawn(task))), { signal });
}

/**
 * Runs all tasks at once and returns what the first returns that does not fail; the others are called off, and have ended by
 * then. When all fail, an AggregateError is thrown with their errors in order of completion.
 *
 * @example
 * ```ts
 * import { firstResult, sleep } from 'flaglab';
 * const mirror = (name: string, ms: number) => (signal: AbortSignal) => sleep(ms, signal).then(() => name);
 * const broken = () => Promise.reject(new Error('down'));
 * console.log(await firstResult([broken, mirror('far', 5000), mirror('near', 20)])); // near
 * ```
 */
export function firstResult<T>(tasks: readonly Task<T>[], { signal }: GatherOptions = {}): Promise<T> {
  return TaskGroup.run(
    async (group) => {
      const errors: unknown[] = [];
      for await (const { result } of settlements(tasks, group)) {
        if (result.status === 'fulfilled') {
          group.cancel();
          return result.value;
        }
        errors.push(result.reason);
      }
      signal?.throwIfAborted();
      throw new AggregateError(errors, `all ${tasks.length} tasks failed`);
    },
    { signal },
  );
}

/**
 * Runs all tasks at once and ends as the first that ends does, well or not; the others are called off, and have ended by then.
 *
 * @example
 * ```ts
 * import { firstEnd, sleep } from 'flaglab';
 * const slow = (signal: AbortSignal) => sleep(5000, signal).then(() => 'done');
 * const broken = () => Promise.reject(new Error('down'));
 * console.log(await firstEnd([slow, broken]).catch((error: Error) => error.message)); // down
 * ```
 */
export function firstEnd<T>(tasks: readonly Task<T>[], { signal }: GatherOptions = {}): Promise<T> {
  if (tasks.length === 0) throw new TypeError('Expected `tasks` to have a task that can end, got none');
  return TaskGroup.run(
    async (group) => {
      for await (const { result } of settlements(tasks, group)) {
        group.cancel();
        if (result.status === 'fulfilled') return result.value;
        throw result.reason;
      }
      throw signal?.reason;
    },
    { signal },
  );
}

function settlements<T>(tasks: readonly Task<T>[], group: TaskGroup) {
  return asCompleted(tasks, (task) => group.spawn(settling(task)));
}

/** A task that ends as another does, but never fails: so it calls off none of its siblings. */
function settling<T>(task: Task<T>): Task<PromiseSettledResult<T>> {
  return async (signal) => {
    try {
      return { status: 'fulfilled', value: await task(signal) };
    } catch (reason) {
      return { status: 'rejected', reason };
    }
  };
}
