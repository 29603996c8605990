import type { Completed } from '../../lib/concurrency/as-completed.ts';
import { Channel } from '../../lib/concurrency/channel.ts';
import { onAbort } from '../../lib/concurrency/on-abort.ts';
import { TaskGroup } from '../../lib/concurrency/task-group.ts';

/**
 * What a visit has brought, and the items that it has found.
 *
 * @example
 * ```ts
 * import type { Visited } from 'flaglab';
 * const page: Visited<string, number> = { result: 15_745, found: ['/flags/br/br.gif'] };
 * console.log(page.found.length); // 1
 * ```
 */
export interface Visited<I, R> {
  readonly result: R;
  readonly found: readonly I[];
}

/**
 * How a crawl is bounded and called off.
 *
 * @example
 * ```ts
 * import { type CrawlOptions, crawl } from 'flaglab';
 * const options: CrawlOptions = { m: 2, signal: AbortSignal.abort(new Error('not today')) };
 * const visits = crawl([1], () => ({ result: 'never', found: [] }), options);
 * console.log(await visits.next().catch((error: Error) => error.message)); // not today
 * ```
 */
export interface CrawlOptions {
  /** The most visits at a time. */
  readonly m: number;
  /** Calls the crawl off, with its reason, when it aborts. Default: none. */
  readonly signal?: AbortSignal | undefined;
}

/** So many found items wait that there is always room: those who find are those who take. */
const ROOM_FOR_ALL = Number.MAX_SAFE_INTEGER;

/**
 * Visits items that lead to other items, each of them once, and yields what each visit brought, in order of completion.
 * Found first is visited first.
 *
 * - **How it knows that nothing is left**: an empty queue says nothing, for a visit that is under way may still find
 *   something. So it counts what has been found and is not yet over. At 0 nobody is left who could find more, and the
 *   queue is closed, which ends the m tasks that take from it.
 * - What is found must never wait for room: were the queue bounded, all m could wait for room that only they can make.
 *   It is the results that are bounded: when nobody takes them, no more than m are kept, and the visits wait.
 * - A visit that throws ends the crawl: the others are called off, and the error is thrown. A visit that may fail while the
 *   others go on returns its failure as a result.
 * - Leaving the loop early, or an abort of the signal, calls off the visits by the signal that they are given, and waits for them.
 *
 * Throws a TypeError unless m is an integer of at least 1.
 *
 * @example
 * ```ts
 * import { crawl } from 'flaglab';
 * const links: Record<string, string[]> = { '/': ['/a', '/b'], '/a': ['/b', '/'], '/b': [] };
 * const visits = crawl(['/'], async (page) => ({ result: links[page]!.length, found: links[page]! }), { m: 2 });
 * const all = await Array.fromAsync(visits);
 * console.log(all.map(({ item, result }) => `${item} ${result}`)); // [ '/ 2', '/a 2', '/b 0' ]
 * ```
 */
export async function* crawl<I, R>(
  starts: Iterable<I>,
  visit: (item: I, signal: AbortSignal) => Promise<Visited<I, R>> | Visited<I, R>,
  { m, signal }: CrawlOptions,
): AsyncGenerator<Completed<I, R>, void, void> {
  if (!Number.isInteger(m) || m < 1) throw new TypeError(`Expected \`m\` to be an integer of at least 1, got ${m}`);
  const toVisit = new Channel<I>(ROOM_FOR_ALL);
  const results = new Channel<Completed<I, R>>(m);
  const known = new Set<I>();
  let unfinished = 0;
  let running = m;
  const add = (item: I) => {
    if (known.has(item)) return;
    known.add(item);
    unfinished++;
    void toVisit.send(item);
  };
  const visitAll = async (cancelled: AbortSignal) => {
    try {
      for await (const item of toVisit) {
        cancelled.throwIfAborted();
        const { result, found } = await visit(item, cancelled);
        cancelled.throwIfAborted();
        for (const other of found) add(other);
        await results.send({ item, result }, cancelled);
        unfinished--;
        if (unfinished === 0) toVisit.close();
      }
    } finally {
      running--;
      if (running === 0) results.close();
    }
  };

  await using group = new TaskGroup({ signal });
  using _listening = onAbort(group.signal, () => toVisit.close());
  signal?.throwIfAborted();
  for (const item of starts) add(item);
  if (unfinished === 0) return;
  for (let task = 0; task < m; task++) group.spawn(visitAll);
  try {
    yield* results;
    signal?.throwIfAborted();
  } finally {
    group.cancel(); // Nothing is left to cancel unless the crawl ended early.
  }
}
