import { unwatchFile, watchFile } from 'node:fs';
import { timerAt } from '../../lib/concurrency/timer-at.ts';

/** How often a file is looked at, in milliseconds. Looking works where being told does not: for folders of other machines, and for files that take another's place. */
const LOOK_EVERY_MS = 200;

/** How long a file must have been left alone before it is read, in milliseconds: an editor may write it in several steps. */
const SETTLED_MS = 100;

const clock = (): number => performance.now();

/** Calls whenever a file has been written, replaced or removed, once that has settled; until it is disposed of. */
export function watchFileSettled(file: string, onChange: () => void): Disposable {
  let cancel = () => {};
  const changed = () => {
    cancel();
    cancel = timerAt(clock() + SETTLED_MS, clock, onChange);
  };
  watchFile(file, { interval: LOOK_EVERY_MS, persistent: false }, changed);
  return {
    [Symbol.dispose]() {
      unwatchFile(file, changed);
      cancel();
    },
  };
}
