import { onAbort } from './on-abort.ts';
import { started } from './started.ts';

/**
 * A result, and the item that it belongs to.
 *
 * @example
 * ```ts
 * import { asCompleted, type Completed } from 'flaglab';
 * const completions = asCompleted(['br', 'fra'], (code) => code.length);
 * const all: Completed<string, number>[] = await Array.fromAsync(completions);
 * console.log(all); // [ { item: 'br', result: 2 }, { item: 'fra', result: 3 } ]
 * ```
 */
export interface Completed<I, R> {
  readonly item: I;
  readonly result: R;
}

/**
 * How the completions are waited for.
 *
 * @example
 * ```ts
 * import { type AsCompletedOptions, asCompleted, sleep } from 'flaglab';
 * const options: AsCompletedOptions = { signal: AbortSignal.timeout(20) };
 * const minutes = asCompleted([60_000], (ms) => sleep(ms, options.signal), options);
 * const reason = await minutes.next().catch((error: Error) => error.name);
 * console.log(reason); // TimeoutError
 * ```
 */
export interface AsCompletedOptions {
  /** Ends the waiting, with its reason, when it aborts. Default: none. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Starts `task` for every item at once and yields the results in order of completion, each with its item.
 *
 * - To limit how many run at a time, wait for a `Semaphore` inside the task. For very many items let the semaphore
 *   `admit` them, each with its slot: of an async iterable each item's task starts when the item comes.
 * - A rejection is thrown at its turn, after the results that came before it, and ends the iteration. A task that may
 *   fail for one item and go on with the others returns its failure as a result.
 * - When the signal aborts, what has completed is still yielded, then its reason is thrown; no further task starts.
 * - Leaving the loop early, or by an error, abandons the remaining results but stops no task that has started: that is
 *   the work of the `TaskGroup` in which the tasks run, as its documentation shows.
 *
 * @example
 * ```ts
 * import { asCompleted, sleep } from 'flaglab';
 * const order: number[] = [];
 * for await (const { item } of asCompleted([200, 20], (ms) => sleep(ms))) order.push(item);
 * console.log(order); // [ 20, 200 ]
 * ```
 */
export function asCompleted<I, R>(
  items: Iterable<I> | AsyncIterable<I>,
  task: (item: I) => Promise<R> | R,
  { signal }: AsCompletedOptions = {},
): AsyncGenerator<Completed<I, R>, void, void> {
  const completions: Completed<I, R>[] = [];
  let failure: { readonly error: unknown } | undefined;
  let wake = () => {};
  let moreToCome = true;
  let running = 0;

  const fail = (error: unknown) => {
    failure ??= { error };
    wake();
  };
  const start = (item: I) => {
    running++;
    const call = () => {
      signal?.throwIfAborted();
      return task(item);
    };
    started(call).then((result) => {
      running--;
      if (failure === undefined) completions.push({ item, result });
      wake();
    }, fail);
  };
  const startAsTheyCome = async (coming: AsyncIterable<I>) => {
    for await (const item of coming) {
      if (failure !== undefined) break;
      start(item);
    }
    moreToCome = false;
    wake();
  };
  if (Symbol.asyncIterator in items) {
    startAsTheyCome(items).catch(fail);
  } else {
    for (const item of items) start(item);
    moreToCome = false;
  }

  return (async function* inTurn() {
    using _listening = onAbort(signal, fail);
    try {
      for (let next = 0; ; ) {
        if (next < completions.length) {
          yield completions[next++]!;
        } else {
          completions.length = next = 0;
          if (failure !== undefined) throw failure.error;
          if (running === 0 && !moreToCome) return;
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        }
      }
    } finally {
      failure ??= { error: undefined }; // Nothing more starts.
    }
  })();
}
