import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { median } from 'simple-statistics';
import { sleep } from '../../lib/concurrency/sleep.ts';

/** How many samples in a row must agree, and how far they may be apart, as a share. */
const AGREEING = 3;
const APART = 0.01;

/** How often it is looked at most, and how many milliseconds apart. */
const MAX_LOOKS = 20;
const LOOK_MS = 50;

/** Collects all that can be collected, and gives back the room that only new objects needed. */
const THOROUGHLY = { type: 'major', execution: 'sync', flavor: 'last-resort' };

let collect: ((how: typeof THOROUGHLY) => void) | undefined;

/**
 * How much memory this process has resident without its garbage, in bytes: the median of three samples that agree, each
 * taken after a garbage collection. Where they never do, of the last three.
 */
export async function settledMemoryBytes(): Promise<number> {
  const samples: number[] = [];
  for (let looks = 1; ; looks++) {
    collectGarbage();
    await sleep(LOOK_MS);
    samples.push(process.memoryUsage.rss());
    const last = samples.slice(-AGREEING);
    const isSettled = last.length === AGREEING && Math.max(...last) <= Math.min(...last) * (1 + APART);
    if (isSettled || looks === MAX_LOOKS) return median(last);
  }
}

/** Node hides the function that does it, unless a flag is given: to this process alone, and only now. */
function collectGarbage(): void {
  if (collect === undefined) {
    setFlagsFromString('--expose-gc');
    collect = runInNewContext('gc') as NonNullable<typeof collect>;
  }
  collect(THOROUGHLY);
}
