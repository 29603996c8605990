import { type Collection, garbageCollector } from './garbage-collector.ts';

/** How often to look whether there is nothing to do, in milliseconds. */
const LOOK_MS = 1000;

/** So many requests at once leave so much behind that it is worth a pause to be rid of it. */
const MANY = 5000;

/** All that can be given back to the system, at once. */
const ALL: Collection = { type: 'major', execution: 'sync', flavor: 'last-resort' };

/** What a server has to do. */
export interface Load {
  readonly requests: number;
  readonly inFlight: number;
}

/**
 * Gives memory back that this thread needs no more: what it has used to start, unless it is asked at once, and what thousands of
 * requests in flight have left. V8 itself would keep it until much more is used, which in a server that waits is never. It takes
 * up to a fifth of a second, so it is done when for a second nothing was asked.
 *
 * @param afterMany whether this thread has the requests themselves; else it does so once, after the start, and looks no more
 */
export function collectWhenIdle(
  loadNow: () => Load | Promise<Load>,
  { afterMany }: { readonly afterMany: boolean },
): void {
  let before = 0;
  let due: 'after the start' | 'after many' | undefined = 'after the start';
  const look = async () => {
    const { requests, inFlight } = await loadNow();
    if (inFlight >= MANY) due = 'after many';
    else if (due === 'after the start' && requests > 0) due = undefined;
    else if (due !== undefined && inFlight === 0 && requests === before) {
      due = undefined;
      garbageCollector()(ALL);
    }
    before = requests;
    if (due === undefined && !afterMany) clearInterval(timer);
  };
  // A server that has gone has nothing left to give back.
  const timer = setInterval(() => void look().catch(() => clearInterval(timer)), LOOK_MS).unref();
}
