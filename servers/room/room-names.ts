import { MAX_RUN_NAME_LENGTH } from '../../lib/run-name.ts';

/** How many names a room has at most. */
export const MAX_NAMES = 200;

/** What is said to who comes with another name when there are as many as there can be. */
export function fullRoom(name: string): string {
  return `This room has ${MAX_NAMES} names, and "${name}" is none of them: use one of those, or ask who leads it to forget all names on the page, or one by POST /api/room/reset.`;
}

const FREE = 0;
const TAKEN = 1;
const ASKED = 2;

/** How often a lock is tried that another thread holds: about a tenth of a second. */
const MAX_TRIES = 10_000_000;

/** Where the lock stands; the states of the names follow. */
const LOCK = 0;
const STATES = 1;

/** How many bytes the lock and the states have. */
const HEAD_BYTES = (STATES + MAX_NAMES) * Int32Array.BYTES_PER_ELEMENT;

const MEMORY_BYTES = HEAD_BYTES + MAX_NAMES * MAX_RUN_NAME_LENGTH;

/**
 * The names of a room, in memory that the threads of its servers share: a name is taken once for all of them, and so many
 * can be taken in all.
 */
export class RoomNames {
  /** What another thread makes the same names of. */
  readonly memory: SharedArrayBuffer;
  readonly #head: Int32Array;
  readonly #texts: Buffer;

  constructor(memory: SharedArrayBuffer = new SharedArrayBuffer(MEMORY_BYTES)) {
    this.memory = memory;
    this.#head = new Int32Array(memory, 0, STATES + MAX_NAMES);
    this.#texts = Buffer.from(memory, HEAD_BYTES);
  }

  /**
   * Takes a name, unless it is taken. Returns whether it is now; otherwise there are as many others as there can be.
   *
   * @param asks whether it has a request
   */
  take(name: string, asks: boolean): boolean {
    return this.#alone(() => {
      const index = this.#indexOf(name) ?? this.#firstFree();
      if (index === undefined) return false;
      this.#texts.fill(0, index * MAX_RUN_NAME_LENGTH, (index + 1) * MAX_RUN_NAME_LENGTH);
      this.#texts.write(name, index * MAX_RUN_NAME_LENGTH, 'latin1');
      this.#head[STATES + index] = asks || this.#head[STATES + index] === ASKED ? ASKED : TAKEN;
      return true;
    });
  }

  /** Whether a name has had a request. */
  hasAsked(name: string): boolean {
    return this.#alone(() => this.#head[STATES + (this.#indexOf(name) ?? MAX_NAMES)] === ASKED);
  }

  /** Those that are taken. */
  get all(): string[] {
    return this.#alone(() => this.#taken().map((index) => this.#textAt(index)));
  }

  /** Gives a name back, or all. */
  release(name?: string): void {
    this.#alone(() => {
      const index = name === undefined ? undefined : this.#indexOf(name);
      if (name === undefined) this.#head.fill(FREE, STATES);
      else if (index !== undefined) this.#head[STATES + index] = FREE;
    });
  }

  /** What is done there takes microseconds, so that a thread may well be waited for; but not one that was ended amid it. */
  #alone<T>(work: () => T): T {
    for (let tries = 0; tries < MAX_TRIES && Atomics.compareExchange(this.#head, LOCK, 0, 1) !== 0; tries++);
    try {
      return work();
    } finally {
      Atomics.store(this.#head, LOCK, 0);
    }
  }

  #taken(): number[] {
    return Array.from({ length: MAX_NAMES }, (_, index) => index).filter((i) => this.#head[STATES + i] !== FREE);
  }

  #indexOf(name: string): number | undefined {
    return this.#taken().find((index) => this.#textAt(index) === name);
  }

  #firstFree(): number | undefined {
    const index = this.#head.indexOf(FREE, STATES);
    return index === -1 ? undefined : index - STATES;
  }

  #textAt(index: number): string {
    const text = this.#texts.subarray(index * MAX_RUN_NAME_LENGTH, (index + 1) * MAX_RUN_NAME_LENGTH);
    const end = text.indexOf(0);
    return text.toString('latin1', 0, end === -1 ? undefined : end);
  }
}
