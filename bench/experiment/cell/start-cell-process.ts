import { siblingModule } from '../../../lib/package/sibling-module.ts';
import { Child } from '../processes/child-process.ts';
import type { CellCalls } from './cell-process.ts';

/** A process in which a cell can be done. */
export type CellProcess = Child<CellCalls>;

/**
 * Starts a process in which a cell can be done.
 *
 * @param name what messages call it
 * @param signal as of a {@link Child}
 * @param onPrinted as of a {@link Child}
 */
export function startCellProcess(name: string, signal?: AbortSignal, onPrinted?: (text: string) => void): CellProcess {
  return new Child(name, siblingModule(import.meta.url, './cell-process'), signal, onPrinted);
}

/**
 * Starts one for a module, whose process messages call the client's.
 *
 * @param onPrinted as of a {@link Child}
 */
export function startClientProcess(onPrinted?: (text: string) => void): CellProcess {
  return startCellProcess("the client's process", undefined, onPrinted);
}
