import { AgentError } from '../../lib/errors/agent-error.ts';
import type { Stage } from './progress.ts';

/** A cell of which nobody knows any more for so long is over: Redis may have forgotten it, and its bench say it again. */
const FORGOTTEN_MS = 3000;

/** Why a share is given up that nobody waits for any more. */
const OVER = 'its bench has given this try up, and may do the cell once more';
const UNKNOWN = 'nobody waits for it any more';

/** Whether a cell is over, by what was heard of it. */
export class CellMemory {
  /** Since when nobody knows of it; undefined while somebody does. What is not answered while Redis is away does not count. */
  #unknownSinceMs: number | undefined;

  /**
   * Why there is nothing more to do for it; undefined where there is.
   *
   * @param stage what is heard of it now; undefined for nothing
   */
  whyOver(stage: Stage | undefined): string | undefined {
    if (stage !== undefined) {
      this.#unknownSinceMs = undefined;
      return stage.stage === 'over' ? OVER : undefined;
    }
    const nowMs = performance.now();
    this.#unknownSinceMs ??= nowMs;
    return nowMs - this.#unknownSinceMs > FORGOTTEN_MS ? UNKNOWN : undefined;
  }

  /** @throws AgentError where there is nothing more to do for it */
  requireWanted(stage: Stage | undefined): void {
    const why = this.whyOver(stage);
    if (why !== undefined) throw new AgentError(why);
  }
}
