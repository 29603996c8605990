import { onAbort } from './on-abort.ts';
import { TicketQueue } from './ticket-queue.ts';

/**
 * One slot of a semaphore, held until it is released. Disposing of it releases it.
 *
 * @example
 * ```ts
 * import { type HeldSlot, Semaphore } from 'flaglab';
 * const semaphore = new Semaphore(2);
 * const slot: HeldSlot = await semaphore.acquire();
 * console.log(semaphore.activeCount); // 1
 * slot.release();
 * slot.release();
 * console.log(semaphore.activeCount); // 0
 * ```
 */
export interface HeldSlot extends Disposable {
  /** Gives the slot back. Only the first call does anything. */
  release(): void;
}

/**
 * An item that a semaphore has admitted, with a slot.
 *
 * @example
 * ```ts
 * import { type Admitted, Semaphore } from 'flaglab';
 * const semaphore = new Semaphore(2);
 * const shout = ({ item, run }: Admitted<string>) => run(async () => `${item}!`);
 * for await (const admitted of semaphore.admit(['br'])) console.log(semaphore.activeCount, await shout(admitted)); // 1 br!
 * ```
 */
export interface Admitted<I> {
  readonly item: I;
  /** As the semaphore's `run`, but the first call has its slot already: the one that the item came with. */
  readonly run: Semaphore['run'];
}

/**
 * Lets at most `limit` tasks run at a time; the others wait in line, first come, first served.
 *
 * A task that waits for another slot of the same semaphore while it holds one can wait forever.
 *
 * @example
 * ```ts
 * import { Semaphore, sleep } from 'flaglab';
 * const semaphore = new Semaphore(2);
 * const tasks = ['BR', 'CN', 'EG', 'FR', 'IN'].map((code) => semaphore.run(() => sleep(10).then(() => code)));
 * console.log(semaphore.activeCount, semaphore.pendingCount); // 2 3
 * console.log(await Promise.all(tasks)); // [ 'BR', 'CN', 'EG', 'FR', 'IN' ]
 * ```
 */
export class Semaphore {
  readonly #waiters = new TicketQueue<() => void>();
  #vacancy: PromiseWithResolvers<void> | undefined;
  #activeCount = 0;
  #limit: number;

  /** Throws a TypeError unless `limit` is an integer of at least 1. */
  constructor(limit: number) {
    this.#limit = checked(limit);
  }

  /** How many may be active at the same time. */
  get limit(): number {
    return this.#limit;
  }

  /**
   * Changes the limit. A higher one lets waiters in at once; a lower one takes nothing from those who are active, so
   * that `activeCount` may be above it for a while. Throws a TypeError unless `limit` is an integer of at least 1.
   */
  resize(limit: number): void {
    this.#limit = checked(limit);
    while (this.#activeCount < this.#limit && this.#waiters.size > 0) {
      this.#activeCount++;
      this.#waiters.shift()!();
    }
    this.#announceVacancy();
  }

  /**
   * Hands out items one by one, each with a slot, when one is free and nobody waits in line for it. So a million items
   * cost no more than those at work:
   *
   *     const task = ({ item, run }: Admitted<string>) => run(() => download(item));
   *     for await (const { result } of asCompleted(semaphore.admit(codes), task)) show(result);
   *
   * An item whose `run` has not been called by the time the next one is asked for, or the loop is left, loses its slot:
   * that goes to whoever is next, and `run` then waits for one as the semaphore's own does.
   */
  async *admit<I>(items: Iterable<I>): AsyncGenerator<Admitted<I>, void, void> {
    for (const item of items) {
      while (!this.#tookFreeSlot()) {
        this.#vacancy ??= Promise.withResolvers<void>();
        await this.#vacancy.promise;
      }
      let hasSlot = true;
      const run: Semaphore['run'] = (task, signal) => {
        const isFirst = hasSlot;
        hasSlot = false;
        return this.#run(task, signal, isFirst);
      };
      try {
        yield { item, run };
      } finally {
        if (hasSlot) this.#passOn();
        hasSlot = false;
      }
    }
  }

  /** How many slots are taken. */
  get activeCount(): number {
    return this.#activeCount;
  }

  /** How many wait for a slot. */
  get pendingCount(): number {
    return this.#waiters.size;
  }

  /**
   * Waits for a slot and takes it: `using slot = await semaphore.acquire();`.
   * Rejects with `signal.reason`, and leaves the line, when the signal aborts first; a slot already handed over stays
   * yours, aborted or not.
   */
  async acquire(signal?: AbortSignal): Promise<HeldSlot> {
    if (!this.#tookFreeSlot(signal)) await this.#turn(signal);
    let held = true;
    const release = () => {
      if (held) this.#passOn();
      held = false;
    };
    return { release, [Symbol.dispose]: release };
  }

  /**
   * Runs `task` in a slot and settles as it does; the slot is free again when it settles.
   * Rejects with `signal.reason`, without having called `task`, when the signal aborts before its turn.
   */
  run<T>(task: () => Promise<T> | T, signal?: AbortSignal): Promise<T> {
    return this.#run(task, signal, false);
  }

  async #run<T>(task: () => Promise<T> | T, signal: AbortSignal | undefined, hasSlot: boolean): Promise<T> {
    if (!hasSlot && !this.#tookFreeSlot(signal)) await this.#turn(signal);
    try {
      signal?.throwIfAborted(); // It may have aborted after the slot was handed over.
      return await task();
    } finally {
      this.#passOn();
    }
  }

  /** Throws the signal's reason when it has aborted already. */
  #tookFreeSlot(signal?: AbortSignal): boolean {
    signal?.throwIfAborted();
    if (this.#activeCount >= this.#limit) return false;
    this.#activeCount++;
    return true;
  }

  /** Resolves when a slot has been handed over. */
  #turn(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const ticket = this.#waiters.push(() => {
        listening[Symbol.dispose]();
        resolve();
      });
      const listening = onAbort(signal, (reason) => {
        this.#waiters.delete(ticket);
        reject(reason);
      });
    });
  }

  /** The slot goes straight from hand to hand, never free in between, so that no newcomer can slip in before the line. */
  #passOn(): void {
    const serveNext = this.#activeCount > this.#limit ? undefined : this.#waiters.shift();
    if (serveNext !== undefined) {
      serveNext();
      return;
    }
    this.#activeCount--;
    this.#announceVacancy();
  }

  /** Says so to `admit`, where there is a slot for it. */
  #announceVacancy(): void {
    if (this.#activeCount >= this.#limit) return;
    this.#vacancy?.resolve();
    this.#vacancy = undefined;
  }
}

function checked(limit: number): number {
  if (Number.isInteger(limit) && limit >= 1) return limit;
  throw new TypeError(`Expected \`limit\` to be an integer of at least 1, got ${limit}`);
}
