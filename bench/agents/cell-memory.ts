import type { Stage } from './progress.ts';

/** A cell of which nobody knows any more for so long is over: Redis may have forgotten it, and its bench say it again. */
const FORGOTTEN_MS = 3000;

/** Whether a cell is over, by what was heard of it. */
export class CellMemory {
  #heardMs = performance.now();

  /** @param stage what is heard of it now; undefined for nothing */
  isOver(stage: Stage | undefined): boolean {
    if (stage !== undefined) this.#heardMs = performance.now();
    return stage?.stage === 'over' || performance.now() - this.#heardMs > FORGOTTEN_MS;
  }
}
