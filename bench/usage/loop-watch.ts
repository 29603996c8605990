import { Session } from 'node:inspector/promises';
import { lanesReady } from '../../clients/work/lanes-ready.ts';
import { findHolders, HELD_MS, type LateSpan, SAMPLE_MS } from './find-holders.ts';
import type { LoopHolder } from './loop-holder.ts';
import { sampledStacks } from './sampled-stacks.ts';

/** How often the event loop is to come round, in milliseconds. */
const BEAT_MS = 10;

/**
 * Watches the event loop of this thread: notes when it did not come round, and looks at the stack every 10 ms all the
 * time, because who held the loop can only be seen while it is held. A loop that is never idle is one or two percent slower
 * for that; one that mostly waits is not.
 */
export class LoopWatch {
  readonly #session: Session;
  readonly #late: LateSpan[] = [];
  readonly #beating: NodeJS.Timeout;
  #lastUs = nowUs();

  /** Starts to watch, which takes a moment. */
  static async start(): Promise<LoopWatch> {
    const session = new Session();
    session.connect();
    await session.post('Profiler.enable');
    await session.post('Profiler.setSamplingInterval', { interval: SAMPLE_MS * 1000 });
    await session.post('Profiler.start');
    return new LoopWatch(session);
  }

  private constructor(session: Session) {
    this.#session = session;
    this.#beating = setInterval(() => this.#beat(), BEAT_MS).unref();
    lanesReady.subscribe(this.#begin);
  }

  /** Ends the watch. Resolves with the functions that held the loop for over 50 ms. */
  async end(): Promise<LoopHolder[]> {
    this.#beat();
    clearInterval(this.#beating);
    lanesReady.unsubscribe(this.#begin);
    const { profile } = await this.#session.post('Profiler.stop');
    this.#session.disconnect();
    return findHolders(this.#late, sampledStacks(profile));
  }

  readonly #begin = () => {
    this.#late.length = 0;
    this.#lastUs = nowUs();
  };

  #beat(): void {
    const toUs = nowUs();
    if (toUs - this.#lastUs > (BEAT_MS + HELD_MS) * 1000) this.#late.push({ fromUs: this.#lastUs, toUs });
    this.#lastUs = toUs;
  }
}

/** V8 takes the moments of samples from the same clock. */
function nowUs(): number {
  return Number(process.hrtime.bigint() / 1000n);
}
