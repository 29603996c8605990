import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** What garbage is to be collected: all of it, or what has just been made. */
interface Collection {
  readonly type: 'major' | 'minor';
  readonly execution: 'sync';
  readonly flavor?: 'last-resort';
}

/** Collects garbage before it returns. */
export type CollectGarbage = (options: Collection) => void;

let found: CollectGarbage | undefined;

/** V8's collector of garbage. Node has it where it is started with that flag; this is how a program gets it later. */
export function garbageCollector(): CollectGarbage {
  if (found === undefined) {
    setFlagsFromString('--expose-gc');
    found = runInNewContext('gc') as CollectGarbage;
  }
  return found;
}

/** Collects all that can be given back to the system, at once; it takes up to a fifth of a second. */
export function collectAll(): void {
  garbageCollector()({ type: 'major', execution: 'sync', flavor: 'last-resort' });
}
