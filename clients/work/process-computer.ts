import { Semaphore } from '../../lib/concurrency/semaphore.ts';
import type { Computer } from '../download/item-work.ts';
import { LaneProcess } from './lane-process.ts';
import { WorkError } from './work-error.ts';

/** Computes in a pool of processes. One that dies is replaced, and what it was at fails. */
export class ProcessComputer implements Computer {
  readonly #slots: Semaphore;
  readonly #running: Set<LaneProcess>;
  readonly #idle: LaneProcess[];
  #isEnding = false;

  /** Resolves when each of so many processes is ready; where one is not to be had, all are ended. */
  static async start(lanes: number): Promise<ProcessComputer> {
    const starts = await Promise.allSettled(Array.from({ length: lanes }, () => LaneProcess.start()));
    const ready = starts.flatMap((start) => (start.status === 'fulfilled' ? [start.value] : []));
    const failed = starts.find(({ status }) => status === 'rejected');
    if (failed?.status !== 'rejected') return new ProcessComputer(ready);
    await Promise.all(ready.map((lane) => lane.end()));
    throw failed.reason;
  }

  private constructor(lanes: readonly LaneProcess[]) {
    this.#slots = new Semaphore(lanes.length);
    this.#running = new Set(lanes);
    this.#idle = [...lanes];
  }

  async compute(rounds: number): Promise<string> {
    return await this.#slots.run(async () => {
      const lane = this.#idle.pop() ?? (await this.#another());
      try {
        const digest = await lane.compute(rounds);
        this.#idle.push(lane);
        return digest;
      } catch (death) {
        this.#running.delete(lane);
        throw death;
      }
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isEnding = true;
    await Promise.all([...this.#running].map((lane) => lane.end()));
  }

  /** In the place of one that has died. */
  async #another(): Promise<LaneProcess> {
    if (this.#isEnding) throw new WorkError('the processes that compute have been ended');
    const lane = await LaneProcess.start();
    this.#running.add(lane);
    if (this.#isEnding) await lane.end();
    return lane;
  }
}
