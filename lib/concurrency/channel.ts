import { onAbort } from './on-abort.ts';
import { TicketQueue } from './ticket-queue.ts';

/**
 * What sending to a closed channel ends with, and receiving from one that is closed and empty.
 *
 * @example
 * ```ts
 * import { Channel, ChannelClosedError } from 'flaglab';
 * const channel = new Channel<string>(1);
 * channel.close();
 * console.log(await channel.receive().catch((error) => error instanceof ChannelClosedError)); // true
 * ```
 */
export class ChannelClosedError extends Error {
  override readonly name = 'ChannelClosedError';
}

interface Sender<T> {
  readonly value: T;
  readonly sent: () => void;
  readonly refused: () => void;
}

type Receiver<T> = (received: IteratorResult<T, undefined>) => void;

/**
 * A bounded queue between tasks: who sends faster than others receive, waits. Values come out in the order in which they went
 * in, each for one receiver; of those who wait the first is served first.
 *
 * @example
 * ```ts
 * import { Channel, TaskGroup } from 'flaglab';
 * const channel = new Channel<string>(1);
 * await using group = new TaskGroup();
 * group.spawn(async (signal) => {
 *   for (const code of ['BR', 'FR', 'IN']) await channel.send(code, signal);
 *   channel.close();
 * });
 * console.log(await Array.fromAsync(channel)); // [ 'BR', 'FR', 'IN' ]
 * ```
 */
export class Channel<T> implements AsyncIterable<T>, Disposable {
  readonly capacity: number;
  readonly #values: T[] = [];
  readonly #senders = new TicketQueue<Sender<T>>();
  readonly #receivers = new TicketQueue<Receiver<T>>();
  #isClosed = false;

  /** Throws a TypeError unless `capacity` is an integer of at least 1. */
  constructor(capacity: number) {
    if (!Number.isInteger(capacity) || capacity < 1) {
      throw new TypeError(`Expected \`capacity\` to be an integer of at least 1, got ${capacity}`);
    }
    this.capacity = capacity;
  }

  /** How many values wait for a receiver. */
  get size(): number {
    return this.#values.length;
  }

  /** Whether nothing can be sent any more. */
  get isClosed(): boolean {
    return this.#isClosed;
  }

  /**
   * Sends a value, and waits until there is room for it. Rejects with `signal.reason`, and sends nothing, when the signal
   * aborts first, and with a ChannelClosedError when the channel is closed before there is room.
   */
  async send(value: T, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    if (this.#isClosed) throw new ChannelClosedError('the channel is closed');
    const receiver = this.#receivers.shift();
    if (receiver !== undefined) receiver({ done: false, value });
    else if (this.#values.length < this.capacity) this.#values.push(value);
    else await this.#waitForRoom(value, signal);
  }

  /**
   * Waits for a value. Rejects with `signal.reason` when the signal aborts first, and with a ChannelClosedError when the
   * channel is closed and empty.
   */
  async receive(signal?: AbortSignal): Promise<T> {
    const received = await this.#next(signal);
    if (received.done) throw new ChannelClosedError('the channel is closed, and empty');
    return received.value;
  }

  /** Lets nothing more in, those who wait to send included. What is in it still comes out. */
  close(): void {
    this.#isClosed = true;
    for (let sender = this.#senders.shift(); sender !== undefined; sender = this.#senders.shift()) sender.refused();
    for (let receiver = this.#receivers.shift(); receiver !== undefined; receiver = this.#receivers.shift()) {
      receiver({ done: true, value: undefined });
    }
  }

  [Symbol.dispose](): void {
    this.close();
  }

  /**
   * The values, until the channel is closed and empty. Several loops share them. Throws `signal.reason` when the signal aborts: give
   * it that of the group whose children send, or a loop would wait for one that has failed.
   */
  async *values(signal?: AbortSignal): AsyncGenerator<T, void, void> {
    for (let next = await this.#next(signal); !next.done; next = await this.#next(signal)) yield next.value;
  }

  /** The same without a signal. */
  [Symbol.asyncIterator](): AsyncGenerator<T, void, void> {
    return this.values();
  }

  async #waitForRoom(value: T, signal: AbortSignal | undefined): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const refused = () => reject(new ChannelClosedError('the channel was closed before there was room'));
    const ticket = this.#senders.push({ value, sent: resolve, refused });
    using _listening = onAbort(signal, (reason) => {
      if (this.#senders.delete(ticket)) reject(reason);
    });
    await promise;
  }

  async #next(signal?: AbortSignal): Promise<IteratorResult<T, undefined>> {
    signal?.throwIfAborted();
    if (this.#values.length > 0) {
      const value = this.#values.shift()!;
      const sender = this.#senders.shift();
      if (sender !== undefined) {
        this.#values.push(sender.value);
        sender.sent();
      }
      return { done: false, value };
    }
    if (this.#isClosed) return { done: true, value: undefined };
    const { promise, resolve, reject } = Promise.withResolvers<IteratorResult<T, undefined>>();
    const ticket = this.#receivers.push(resolve);
    using _listening = onAbort(signal, (reason) => {
      if (this.#receivers.delete(ticket)) reject(reason);
    });
    return await promise;
  }
}
