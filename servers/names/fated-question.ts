import { timerAt } from '../../lib/concurrency/timer-at.ts';
import type { Ended } from '../../lib/request-record.ts';
import type { Fate } from '../faults/contract/fate.ts';
import type { FaultWorld } from '../faults/fault-world.ts';
import { meetFate } from '../faults/meet-fate.ts';

const clock = (): number => performance.now();

/** A question that meets its fate: it is counted, may have to wait, and is recorded. */
export class FatedQuestion {
  readonly #world: FaultWorld;
  readonly #fate: Fate;
  readonly #id: number;
  #stopWaiting = () => {};
  #hasEnded = false;

  /** @param key what its fate depends on, such as `A if.dev` */
  constructor(world: FaultWorld, key: string, connection: number) {
    this.#world = world;
    const { fate, id } = meetFate(world, { key, connection });
    this.#fate = fate;
    this.#id = id;
  }

  /** Whether it is never to be answered. */
  get hangs(): boolean {
    return this.#fate.hangs;
  }

  /** What it is answered with instead of what is known; undefined for that. */
  get injectedStatus(): number | undefined {
    return this.#fate.status;
  }

  /** Calls back when it is time to answer. */
  whenDue(answer: () => void): void {
    const { delayMs } = this.#fate;
    if (delayMs === 0) answer();
    else this.#stopWaiting = timerAt(clock() + delayMs, clock, answer);
  }

  /** Its answer is on its way. */
  answered(): void {
    this.#world.recorder.firstByte(this.#id);
  }

  /** It is over; only the first call does anything. */
  end(ending: Ended, status = 0, bytes = 0): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.#stopWaiting();
    this.#world.recorder.end(this.#id, ending, status, bytes);
    this.#world.onRequest?.(this.#id);
  }
}
