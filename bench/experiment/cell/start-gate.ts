import type { Download } from '../../../clients/download/download.ts';
import { monotonicMs } from '../../../clients/download/monotonic-clock.ts';
import { untilMoment } from '../../../clients/schedule/until-moment.ts';
import { lanesReady } from '../../../clients/work/lanes-ready.ts';
import { LabError } from '../../../lib/errors/lab-error.ts';
import { MissedStartError } from '../../../lib/errors/missed-start-error.ts';
import { BeginningWatch } from './beginning-watch.ts';

/** Whoever begins so long after the common start was kept from it, and has no part in what is measured, in milliseconds. */
const MISSED_MS = 500;

/**
 * To be called when a common start is over that was waited for.
 *
 * @throws MissedStartError when it is so long over that this is no beginning with the others
 */
export function requireBegun(startMs: number): void {
  const lateMs = monotonicMs() - startMs;
  if (lateMs > MISSED_MS) throw new MissedStartError(`it began ${Math.ceil(lateMs)} ms after the start`);
}

/** Who waits here is ended with its process. */
const NEVER = new AbortController().signal;

/** Holds a download that is ready until its start, which several downloads have in common. */
export class StartGate {
  readonly #reached = Promise.withResolvers<void>();
  readonly #start = Promise.withResolvers<number>();
  #beganMs = 0;
  #watch: BeginningWatch | undefined;

  /** Resolves when the download has come to it. */
  get reached(): Promise<void> {
    return this.#reached.promise;
  }

  /**
   * Lets the download go at that moment of the machine's monotonic clock.
   *
   * @throws LabError when it has passed
   */
  open(atMs: number): void {
    const lateMs = monotonicMs() - atMs;
    if (lateMs > 0) throw new LabError(`it was ready ${Math.ceil(lateMs)} ms after the start`);
    this.#start.resolve(atMs);
  }

  /** What a download waits for before its first request; an arrow function, to be handed to it. */
  readonly #pass = async (): Promise<number> => {
    this.#reached.resolve();
    const atMs = await this.#start.promise;
    await untilMoment(atMs, monotonicMs, NEVER);
    requireBegun(atMs);
    // How long it waited is no use of its own.
    lanesReady.publish(undefined);
    this.#beganMs = atMs;
    return atMs;
  };

  /**
   * The same download, which begins when it may.
   *
   * @param isOwn whether it is somebody's own, which can be asked to wait only as long as it has not been called
   */
  held(download: Download, isOwn: boolean): Download {
    if (!isOwn) return (codes, options) => download(codes, { ...options, whenReady: this.#pass });
    this.#watch = new BeginningWatch();
    const [pass, watched] = [this.#pass, this.#watch.watched(download)];
    return async function* held(codes, options) {
      await pass();
      yield* watched(codes, options);
    };
  }

  /** When it began, which its times count from; a module's times count from whenever it likes, and that is found out. */
  get beganMs(): number {
    return this.#watch?.beganMs ?? this.#beganMs;
  }
}
