import { sleep } from '../../lib/concurrency/sleep.ts';
import { environmentOf } from '../../lib/processes/environment-of.ts';
import { MARK_NAME } from './command-mark.ts';
import { type ProcessEntry, processTable } from './process-table.ts';

/** How long to wait before looking whether a process is gone that was asked to end, or killed, in milliseconds. */
const LOOK_AGAIN_MS = 5;

/** How long processes have to end in their own way before they are killed, in milliseconds. */
const GRACE_MS = 2000;

/** How often to look. What is still there after that is stuck in the kernel, and nobody can end it. */
const LOOKS = 400;

/**
 * A process that leads a session of its own, and all that it has started, directly or not. A process that leaves the
 * session, or whose parent has ended, still belongs to it by the mark in its environment; without that, once it was seen.
 */
export class ProcessTree {
  readonly #root: number;
  readonly #mark: string;
  #members = new Set<number>();
  /** Processes that do not belong, of which nothing will ever belong. */
  readonly #others = new Set<number>();

  /**
   * @param root the process at the root, which was started with `detached`
   * @param mark what the environment of all that it starts holds
   */
  constructor(root: number, mark: string) {
    this.#root = root;
    this.#mark = mark;
  }

  /** The memory that the processes below the root have resident; pages that several share count for each. */
  rssBytes(): number {
    return this.#look()
      .filter(({ pid }) => pid !== this.#root)
      .reduce((sum, { rssBytes }) => sum + rssBytes, 0);
  }

  /** Asks all of them to end, and 2 s later kills those that are left. */
  async end(): Promise<void> {
    const asked = new Set<number>();
    for (let waitedMs = 0; waitedMs < GRACE_MS; waitedMs += LOOK_AGAIN_MS) {
      const running = this.#look();
      if (running.length === 0) return;
      for (const { pid } of running) if (!asked.has(pid)) send(pid, 'SIGTERM');
      for (const { pid } of running) asked.add(pid);
      await sleep(LOOK_AGAIN_MS);
    }
    await this.kill();
  }

  /** Kills all of them and waits until they are gone. */
  async kill(): Promise<void> {
    // What has just become another program had no environment for a moment, and may have been taken for something else.
    this.#others.clear();
    for (let looks = 0; looks < LOOKS; looks++) {
      const running = this.#look();
      if (running.length === 0) return;
      for (const { pid } of running) send(pid, 'SIGKILL');
      await sleep(LOOK_AGAIN_MS);
    }
  }

  #look(): ProcessEntry[] {
    const running: ProcessEntry[] = [];
    const members = new Set<number>();
    for (const entry of processTable(this.#others)) {
      const { pid, parentPid, groupPid } = entry;
      const isFamily =
        groupPid === this.#root || pid === this.#root || this.#members.has(pid) || members.has(parentPid);
      if (!isFamily && !environmentOf(pid)[MARK_NAME]?.includes(this.#mark)) {
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

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It ended in between.
  }
}
