import { Redis } from 'ioredis';
import { AgentsGoneError } from '../../../lib/errors/agents-gone-error.ts';
import { LabError } from '../../../lib/errors/lab-error.ts';
import { messageOf } from '../../../lib/errors/message-of.ts';
import { networkReason } from '../../../lib/network/network-reason.ts';
import { formatDuration } from '../../../lib/units/duration.ts';
import { checkRedisUrl, withoutPassword } from './redis-address.ts';
import { adviceOn, refusalOf } from './redis-refusal.ts';

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
  /** Redis cannot be used, and why, or can be again: one line. */
  readonly missed?: (message: string) => void;
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
  /** For how long it has heard nothing, as far as it could have heard something. */
  #silentMs = 0;
  #lookedMs = performance.now();
  #refusal: string | undefined;
  /** What was told last. */
  #told: string | undefined;
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
      // A number that Redis does not have it refuses, but nobody is told: all would share the first database.
      await redis.select(redis.options.db ?? 0);
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

  /** Whether Redis cannot be used: it has not answered for a while, or refuses. */
  get isMissed(): boolean {
    return this.#isSilent || this.#refusal !== undefined;
  }

  /**
   * The same promise, unless Redis does not come back, or refuses.
   *
   * @throws AgentsGoneError when it has not answered for 15 s, and when it refuses what it is asked for
   */
  async orGone<T>(work: Promise<T>): Promise<T> {
    try {
      return await Promise.race([work, this.#gone.promise]);
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal === undefined) throw error;
      throw this.#refuse(refusal, error);
    }
  }

  /** The same promise, and undefined where Redis refuses: it is missed then, until it takes something again. */
  async unlessRefused<T>(work: Promise<T>): Promise<T | undefined> {
    try {
      const result = await work;
      this.#refusal = undefined;
      this.#say();
      return result;
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal === undefined) throw error;
      this.#refuse(refusal, error);
      this.#say();
      return undefined;
    }
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
    const nowMs = performance.now();
    // Who was stopped, or slept, has heard nothing meanwhile, be Redis there or not.
    this.#heardNothingFor(this.#silentMs + Math.min(nowMs - this.#lookedMs, 2 * LOOK_MS));
    this.#lookedMs = nowMs;
    if (this.#silentMs > GONE_MS) {
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
      this.#heardNothingFor(0);
    };
    this.redis.ping().then(answered, (error) => {
      const refusal = refusalOf(error);
      if (refusal === undefined) return over();
      answered();
      this.#refuse(refusal, error);
    });
  }

  get #isSilent(): boolean {
    return this.#silentMs > MISSED_MS;
  }

  #heardNothingFor(ms: number): void {
    this.#silentMs = ms;
    if (this.#refusal === undefined) this.#say();
  }

  #refuse(refusal: string, cause: unknown): AgentsGoneError {
    this.#refusal = refusal;
    const error = new AgentsGoneError(refusalText(this.address, refusal), { cause });
    this.#gone.reject(error);
    return error;
  }

  #say(): void {
    const waiting = this.#isSilent ? 'Redis does not answer: waiting for it …' : undefined;
    const refused = this.#refusal && `${refusalText(this.address, this.#refusal)}; waiting until it can …`;
    const why = refused ?? waiting;
    if (why === this.#told) return;
    this.#told = why;
    this.#events.missed?.(why ?? 'Redis is back.');
  }
}

function refusalText(address: string, refusal: string): string {
  return `Redis at ${address} cannot be used (${refusal}): ${adviceOn(refusal)}`;
}

/** Whether a certificate was shown, and not believed: OpenSSL and Node have many codes for that. */
function isDistrust(cause: Error): boolean {
  return /CERT|SIGNATURE|ALTNAME/.test((cause as NodeJS.ErrnoException).code ?? '');
}

/** Who waits for a handshake that the other does not know hears nothing; who knows of none is cut off by one who waits for it. */
function otherScheme(address: string, reason: string): string {
  if (address.startsWith('rediss:')) return ', and that by redis:// if it speaks no TLS';
  return /reset|closed/i.test(reason) ? ', and that by rediss:// if it speaks TLS' : '';
}

function refused(address: string, cause: Error): LabError {
  const why = messageOf(cause);
  if (/WRONGPASS|NOAUTH|invalid password/i.test(why)) {
    return new LabError(`Redis at ${address} refuses the password, or wants one: redis://:PASSWORD@host:6379`, {
      cause,
    });
  }
  const refusal = refusalOf(cause);
  if (refusal !== undefined) return new LabError(refusalText(address, refusal), { cause });
  if (isDistrust(cause)) {
    return new LabError(
      `the certificate of Redis at ${address} is not trusted (${(cause as NodeJS.ErrnoException).code}): name the file of who has signed it in the environment variable NODE_EXTRA_CA_CERTS`,
      { cause },
    );
  }
  if (why.includes('RESP type')) return new LabError(`what answers at ${address} is no Redis`, { cause });
  // The system would wait for minutes.
  const isOurs = (cause as NodeJS.ErrnoException).code === 'ETIMEDOUT';
  const reason = isOurs ? `no answer within ${formatDuration(CONNECT_MS)}` : networkReason(cause);
  return new LabError(
    `no Redis answers at ${address} (${reason}): start one with redis-server, or say with --redis where it is${otherScheme(address, reason)}`,
    { cause },
  );
}
