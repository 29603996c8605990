import { sleep } from '../../lib/concurrency/sleep.ts';
import { type ProcessEntry, processTable } from './process-table.ts';

/** How long to wait before looking whether a killed process is gone, in milliseconds. */
const LOOK_AGAIN_MS = 5;

/** How often to look. What is still there after that is stuck in the kernel, and nobody can end it. */
const LOOKS = 400;

/**
 * A process that leads a session of its own, and all that it has started, directly or not. A process that leaves the
 * session, or whose parent has ended, still belongs to it once it was seen.
 */
export class ProcessTree {
  readonly #root: number;
  #members = new Set<number>();
  /** Processes that do not belong, of which nothing will ever belong. */
  readonly #others = new Set<number>();

  /** @param root the process at the root, which was started with `detached` */
  constructor(root: number) {
    this.#root = root;
  }

  /** The memory that the processes below the root have resident; pages that several share count for each. */
  rssBytes(): number {
    return this.#look()
      .filter(({ pid }) => pid !== this.#root)
      .reduce((sum, { rssBytes }) => sum + rssBytes, 0);
  }

  /** Kills all of them and waits until they are gone. */
  async kill(): Promise<void> {
    for (let looks = 0; looks < LOOKS; looks++) {
      const running = this.#look();
      if (running.length === 0) return;
      for (const { pid } of running) kill(pid);
      await sleep(LOOK_AGAIN_MS);
    }
  }

  #look(): ProcessEntry[] {
    const running: ProcessEntry[] = [];
    const members = new Set<number>();
    for (const entry of processTable(this.#others)) {
      const { pid, parentPid, groupPid } = entry;
      const belongs = groupPid === this.#root || pid === this.#root || this.#members.has(pid) || members.has(parentPid);
      if (!belongs) {
        this.#others.add(pid);
        continue;
      }
      members.add(pid);
      running.push(entry);
    }
    // Numbers are given again: what has ended no longer belongs.
    this.#members = members;
    return running;
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended in between.
  }
}
