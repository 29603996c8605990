import { onAbort } from './on-abort.ts';

/** A result, and the item that it belongs to. */
export interface Completed<I, R> {
  readonly item: I;
  readonly result: R;
}

/** How the completions are waited for. */
export interface AsCompletedOptions {
  /** Ends the waiting, with its reason, when it aborts. Default: none. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Starts `task` for every item at once and yields the results in order of completion, each with its item:
 *
 *     for await (const { item, result } of asCompleted(codes, (code) => download(code))) show(item, result);
 *
 * - To limit how many run at a time, wait for a `Semaphore` inside the task.
 * - A rejection is thrown at its turn, after the results that came before it, and ends the iteration. A task that may
 *   fail for one item and go on with the others returns its failure as a result.
 * - When the signal aborts, what has completed is still yielded, then its reason is thrown; no further task starts.
 * - Leaving the loop early, or by an error, abandons the remaining results but stops no task: that is the work of the
 *   `TaskGroup` in which the tasks run, as its documentation shows.
 */
export function asCompleted<I, R>(
  items: Iterable<I>,
  task: (item: I) => Promise<R> | R,
  { signal }: AsCompletedOptions = {},
): AsyncGenerator<Completed<I, R>, void, void> {
  const start = (item: I): Promise<R> =>
    new Promise((resolve) => {
      signal?.throwIfAborted();
      resolve(task(item));
    });

  let openLink = newLink<I, R>();
  let link = openLink.promise;
  let left = 0;
  for (const item of items) {
    left++;
    start(item).then(
      (result) => {
        const filledLink = openLink;
        openLink = newLink();
        filledLink.resolve({ completed: { item, result }, next: openLink.promise });
      },
      (error) => openLink.reject(error),
    );
  }

  return (async function* inTurn() {
    using _listening = onAbort(signal, (reason) => openLink.reject(reason));
    for (; left > 0; left--) {
      const { completed, next } = await link;
      yield completed;
      link = next;
    }
  })();
}

/**
 * Completions form a chain in the order in which they come: each fills the open link at the end and hangs a new one behind
 * it. A rejection ends the chain.
 */
interface Link<I, R> {
  readonly completed: Completed<I, R>;
  readonly next: Promise<Link<I, R>>;
}

function newLink<I, R>(): PromiseWithResolvers<Link<I, R>> {
  const link = Promise.withResolvers<Link<I, R>>();
  link.promise.catch(() => {}); // After an early end nobody listens.
  return link;
}
