import { Redis } from 'ioredis';
import { AgentsGoneError } from '../../lib/errors/agents-gone-error.ts';
import { LabError } from '../../lib/errors/lab-error.ts';
import { messageOf } from '../../lib/errors/message-of.ts';
import { networkReason } from '../../lib/network/network-reason.ts';
import { formatDuration } from '../../lib/units/duration.ts';
import { checkRedisUrl, withoutPassword } from './redis-address.ts';

/** How often Redis is asked whether it is there, and how long a new connection is waited for, in milliseconds. */
const LOOK_MS = 500;
const RECONNECT_MS = 250;

/** How long the first connection may take, in milliseconds. */
const CONNECT_MS = 5000;

/** Redis that has not answered for so long is missed, and after so long it is given up, in milliseconds. */
const MISSED_MS = 1500;
const GONE_MS = 15_000;

/** What is told of a connection. */
export interface LinkEvents {
  /** Redis does not answer, or does so again. */
  readonly missed?: (isMissed: boolean) => void;
}

/**
 * A connection to Redis. What is asked of it while Redis is away waits until it is back. Disposing of it closes the
 * connection.
 */
export class RedisLink implements Disposable {
  readonly redis: Redis;
  /** The address without its password. */
  readonly address: string;
  readonly #gone = Promise.withResolvers<never>();
  readonly #looking: NodeJS.Timeout;
  readonly #events: LinkEvents;
  readonly #state: { isOpen: boolean };
  #answeredMs = performance.now();
  #isMissed = false;
  #isAsked = false;
  #starts = 0;
  #run = '';

  /**
   * Connects.
   *
   * @throws UsageError for what is no address, LabError when nobody answers there, or refuses
   */
  static async open(url: string, events: LinkEvents = {}): Promise<RedisLink> {
    const address = withoutPassword(checkRedisUrl(url));
    // The job queue's own connections are copies of this one, and are to end with it.
    const state = { isOpen: false };
    const redis = new Redis(url, {
      lazyConnect: true,
      connectTimeout: CONNECT_MS,
      maxRetriesPerRequest: null,
      retryStrategy: () => (state.isOpen ? RECONNECT_MS : null),
    });
    let failure: Error | undefined;
    redis.on('error', (error) => {
      failure = error;
    });
    try {
      await redis.connect();
      await redis.ping();
    } catch (cause) {
      redis.disconnect();
      throw refused(address, failure ?? (cause as Error));
    }
    state.isOpen = true;
    return new RedisLink(redis, address, events, state);
  }

  private constructor(redis: Redis, address: string, events: LinkEvents, state: { isOpen: boolean }) {
    this.redis = redis;
    this.address = address;
    this.#events = events;
    this.#state = state;
    this.#gone.promise.catch(() => {});
    redis.on('ready', () => void this.#recognize().catch(() => {}));
    void this.#recognize().catch(() => {});
    this.#looking = setInterval(() => this.#look(), LOOK_MS);
  }

  /** How often Redis was started, as far as that is known: with each start it may have forgotten everything. */
  get starts(): number {
    return this.#starts;
  }

  /** Whether Redis has not answered for a while. */
  get isMissed(): boolean {
    return this.#isMissed;
  }

  /**
   * The same promise, unless Redis does not come back.
   *
   * @throws AgentsGoneError when it has not answered for 15 s
   */
  async orGone<T>(work: Promise<T>): Promise<T> {
    return await Promise.race([work, this.#gone.promise]);
  }

  [Symbol.dispose](): void {
    clearInterval(this.#looking);
    this.#state.isOpen = false;
    this.redis.disconnect();
  }

  /** Whether it is the same Redis as before, or one that was started since. */
  async #recognize(): Promise<void> {
    const [, run = ''] = /^run_id:(\w+)/m.exec(await this.redis.info('server')) ?? [];
    if (run !== this.#run) this.#starts++;
    this.#run = run;
  }

  #look(): void {
    const silentMs = performance.now() - this.#answeredMs;
    this.#miss(silentMs > MISSED_MS);
    if (silentMs > GONE_MS) {
      this.#gone.reject(
        new AgentsGoneError(`Redis at ${this.address} has not answered for ${formatDuration(GONE_MS)}`),
      );
    }
    if (this.#isAsked) return;
    this.#isAsked = true;
    const over = () => {
      this.#isAsked = false;
    };
    const answered = () => {
      over();
      this.#answeredMs = performance.now();
      this.#miss(false);
    };
    this.redis.ping().then(answered, over);
  }

  #miss(isMissed: boolean): void {
    if (isMissed === this.#isMissed) return;
    this.#isMissed = isMissed;
    this.#events.missed?.(isMissed);
  }
}

function refused(address: string, cause: Error): LabError {
  const why = messageOf(cause);
  if (/WRONGPASS|NOAUTH|invalid password/i.test(why)) {
    return new LabError(`Redis at ${address} refuses the password, or wants one: redis://:PASSWORD@host:6379`, {
      cause,
    });
  }
  return new LabError(
    `no Redis answers at ${address} (${networkReason(cause)}): start one with redis-server, or say with --redis where it is`,
    { cause },
  );
}
