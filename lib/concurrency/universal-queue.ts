import { deserialize, serialize } from 'node:v8';
import { changed } from './changed.ts';
import { ChannelClosedError } from './channel.ts';

/** The places in the numbers that threads share. */
const [LOCK, LOCKED, VERSION, HEAD, TAIL, CLOSED, LENGTHS] = [0, 1, 2, 3, 4, 5, 6] as const;

/** What is done under the lock takes a small part of a millisecond: a thread that has held it for so long has ended amid it. */
const HELD_MS = 2000;

/**
 * How large a queue is.
 *
 * @example
 * ```ts
 * import { UniversalQueue, type UniversalQueueOptions } from 'flaglab';
 * const options: UniversalQueueOptions = { capacity: 2, bytesEach: 100 };
 * const queue = new UniversalQueue<string>(options);
 * const refused = await queue.send('x'.repeat(200)).catch((error: Error) => error.name);
 * console.log(refused); // TypeError
 * ```
 */
export interface UniversalQueueOptions {
  /** How many values wait for a receiver at most. */
  readonly capacity: number;
  /** How many bytes a value has at most, as Node's `v8.serialize` writes it; default 1024. */
  readonly bytesEach?: number;
}

/**
 * What another thread is given: `UniversalQueue.from(shared)` is the same queue there.
 *
 * @example
 * ```ts
 * import { type SharedQueueMemory, UniversalQueue } from 'flaglab';
 * const memory: SharedQueueMemory = new UniversalQueue({ capacity: 4, bytesEach: 100 }).shared;
 * console.log(memory.bytes.length); // 400
 * ```
 */
export interface SharedQueueMemory {
  readonly numbers: Int32Array<SharedArrayBuffer>;
  readonly bytes: Uint8Array<SharedArrayBuffer>;
}

/**
 * A bounded queue for tasks and threads alike, any number of each on both of its ends: tasks await, threads may stand still
 * instead. Values are copied, as a message to a thread is. They come out in the order in which they went in; of those who
 * wait, any may be next.
 *
 * @example
 * ```ts
 * import { UniversalQueue } from 'flaglab';
 * const queue = new UniversalQueue<string>({ capacity: 2 });
 * const sender = UniversalQueue.from<string>(queue.shared); // as a thread would
 * sender.sendBlocking('BR');
 * sender.close();
 * console.log(await Array.fromAsync(queue)); // [ 'BR' ]
 * ```
 */
export class UniversalQueue<T> implements AsyncIterable<T> {
  readonly shared: SharedQueueMemory;
  readonly #numbers: Int32Array<SharedArrayBuffer>;
  readonly #capacity: number;
  readonly #bytesEach: number;

  /** The queue that another thread has made. */
  static from<T>(shared: SharedQueueMemory): UniversalQueue<T> {
    return new UniversalQueue<T>({ capacity: shared.numbers.length - LENGTHS }, shared);
  }

  /** Throws a TypeError unless `capacity` and `bytesEach` are integers of at least 1. */
  constructor({ capacity, bytesEach = 1024 }: UniversalQueueOptions, shared?: SharedQueueMemory) {
    this.#capacity = checked('capacity', capacity);
    this.shared = shared ?? {
      numbers: new Int32Array(new SharedArrayBuffer((LENGTHS + capacity) * Int32Array.BYTES_PER_ELEMENT)),
      bytes: new Uint8Array(new SharedArrayBuffer(capacity * checked('bytesEach', bytesEach))),
    };
    this.#numbers = this.shared.numbers;
    this.#bytesEach = this.shared.bytes.length / capacity;
  }

  /** How many values wait for a receiver. */
  get size(): number {
    return (this.#at(TAIL) - this.#at(HEAD) + this.#rounds) % this.#rounds;
  }

  /** Whether nothing can be sent any more. */
  get isClosed(): boolean {
    return Atomics.load(this.#numbers, CLOSED) === 1;
  }

  /** As a channel's `send`. Throws a TypeError for a value that is too large. */
  async send(value: T, signal?: AbortSignal): Promise<void> {
    const bytes = this.#written(value);
    signal?.throwIfAborted();
    for (let version = this.#version; !this.#put(bytes); version = this.#version) await this.#change(version, signal);
  }

  /** The same for a thread that has nothing else to do: it stands still until there is room. */
  sendBlocking(value: T): void {
    const bytes = this.#written(value);
    for (let version = this.#version; !this.#put(bytes); version = this.#version) this.#changeBlocking(version);
  }

  /** As a channel's `receive`. */
  async receive(signal?: AbortSignal): Promise<T> {
    const received = await this.#next(signal);
    if (received.done) throw new ChannelClosedError('the queue is closed, and empty');
    return received.value;
  }

  /** The same for a thread that has nothing else to do: it stands still until there is a value. */
  receiveBlocking(): T {
    for (let version = this.#version; ; version = this.#version) {
      const received = this.#take();
      if (received?.done) throw new ChannelClosedError('the queue is closed, and empty');
      if (received !== undefined) return received.value;
      this.#changeBlocking(version);
    }
  }

  /** Lets nothing more in, those who wait to send included. What is in it still comes out. */
  close(): void {
    Atomics.store(this.#numbers, CLOSED, 1);
    this.#tellChange();
  }

  /**
   * The values, until the queue is closed and empty. Several loops share them. Throws `signal.reason` when the signal aborts: give
   * it that of the group whose children send, or a loop would wait for one that has failed.
   */
  async *values(signal?: AbortSignal): AsyncGenerator<T, void, void> {
    for (let next = await this.#next(signal); !next.done; next = await this.#next(signal)) yield next.value;
  }

  /** The same without a signal. */
  [Symbol.asyncIterator](): AsyncGenerator<T, void, void> {
    return this.values();
  }

  async #next(signal?: AbortSignal): Promise<IteratorResult<T, undefined>> {
    signal?.throwIfAborted();
    for (let version = this.#version; ; version = this.#version) {
      const received = this.#take();
      if (received !== undefined) return received;
      await this.#change(version, signal);
    }
  }

  #written(value: T): Buffer {
    const bytes = serialize(value);
    if (bytes.length <= this.#bytesEach) return bytes;
    throw new TypeError(`Expected a value of at most ${this.#bytesEach} bytes, got one of ${bytes.length}`);
  }

  /** Whether there was room. */
  #put(bytes: Buffer): boolean {
    const isPut = this.#locked(() => {
      if (this.isClosed) throw new ChannelClosedError('the queue is closed');
      if (this.size === this.#capacity) return false;
      const place = this.#at(TAIL) % this.#capacity;
      this.shared.bytes.set(bytes, place * this.#bytesEach);
      this.#numbers[LENGTHS + place] = bytes.length;
      this.#step(TAIL);
      return true;
    });
    if (isPut) this.#tellChange();
    return isPut;
  }

  /** Undefined where there is none yet. */
  #take(): IteratorResult<T, undefined> | undefined {
    const bytes = this.#locked(() => {
      if (this.size === 0) return this.isClosed ? 'none' : undefined;
      const place = this.#at(HEAD) % this.#capacity;
      const start = place * this.#bytesEach;
      const taken = this.shared.bytes.slice(start, start + this.#numbers[LENGTHS + place]!);
      this.#step(HEAD);
      return taken;
    });
    if (bytes === undefined) return undefined;
    if (bytes === 'none') return { done: true, value: undefined };
    this.#tellChange();
    return { done: false, value: deserialize(bytes) as T };
  }

  /** Where the next value is taken or put: below twice the capacity, so that a full queue is not an empty one. */
  #at(end: typeof HEAD | typeof TAIL): number {
    return Atomics.load(this.#numbers, end);
  }

  /** The one store by which a value is in the queue, or out of it: a thread that ends before it has done nothing. */
  #step(end: typeof HEAD | typeof TAIL): void {
    Atomics.store(this.#numbers, end, (this.#at(end) + 1) % this.#rounds);
  }

  get #rounds(): number {
    return 2 * this.#capacity;
  }

  /** Does what no other thread may do at the same time; it must be short. */
  #locked<R>(work: () => R): R {
    const key = this.#lock();
    try {
      return work();
    } finally {
      if (Atomics.compareExchange(this.#numbers, LOCK, key, 0) === key) Atomics.notify(this.#numbers, LOCK, 1);
    }
  }

  /** Waits for the lock and takes it, from a thread that was ended amid its work too. Returns what it is held by. */
  #lock(): number {
    // Odd, so never 0, which is nobody.
    const key = Atomics.add(this.#numbers, LOCKED, 2) + 1;
    for (let expected = 0; ; ) {
      const holder = Atomics.compareExchange(this.#numbers, LOCK, expected, key);
      if (holder === expected) return key;
      const isStuck = holder !== 0 && Atomics.wait(this.#numbers, LOCK, holder, HELD_MS) === 'timed-out';
      expected = isStuck ? holder : 0;
    }
  }

  /** Differs after each change of the queue: who has seen one and waits for another misses none between. */
  get #version(): number {
    return Atomics.load(this.#numbers, VERSION);
  }

  #tellChange(): void {
    Atomics.add(this.#numbers, VERSION, 1);
    Atomics.notify(this.#numbers, VERSION);
  }

  /** Waits for a change, but not for ever: a thread may have ended between what it did and its telling so. */
  #change(version: number, signal: AbortSignal | undefined): Promise<void> {
    return changed(this.#numbers, VERSION, version, signal, HELD_MS);
  }

  #changeBlocking(version: number): void {
    Atomics.wait(this.#numbers, VERSION, version, HELD_MS);
  }
}

function checked(name: string, value: number): number {
  if (Number.isInteger(value) && value >= 1) return value;
  throw new TypeError(`Expected \`${name}\` to be an integer of at least 1, got ${value}`);
}
