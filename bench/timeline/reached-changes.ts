import type { Timeline } from '../result/cell.ts';
import type { FaultsChange } from '../result/tested-server.ts';

/** A change of faults that happened while a cell was running. */
export interface ReachedChange extends FaultsChange {
  /** Its place among all changes of that server, from 1. */
  readonly number: number;
  /** When it was, on the clock of the cell's timeline; 0 for what was so from the beginning. */
  readonly cellMs: number;
}

/**
 * The changes that a cell met, each where it belongs on the cell's timeline. One that another had followed before the cell's
 * first request is none of them: to start a client takes time.
 */
export function reachedChanges({ beginsMs = 0, slices }: Timeline, changes: readonly FaultsChange[]): ReachedChange[] {
  const endMs = slices.at(-1)!.toMs;
  return changes
    .map((change, i) => ({ ...change, number: i + 1, cellMs: Math.max(0, change.atMs - beginsMs) }))
    .filter(({ cellMs }, i, all) => cellMs < endMs && all[i + 1]?.cellMs !== 0);
}
