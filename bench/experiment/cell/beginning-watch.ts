import type { Download } from '../../../clients/download/download.ts';
import { monotonicMs } from '../../../clients/download/monotonic-clock.ts';

/**
 * Finds out when a download began, which the times of its outcomes count from. An outcome is there when its item has ended,
 * never before: each says that the download began so long ago at the latest, and the earliest of these moments is the nearest.
 */
export class BeginningWatch {
  #beganMs = Number.POSITIVE_INFINITY;
  readonly #nowMs: () => number;

  /** @param nowMs the machine's monotonic clock */
  constructor(nowMs: () => number = monotonicMs) {
    this.#nowMs = nowMs;
  }

  /** When it began, on the machine's monotonic clock; Infinity while no outcome has come. */
  get beganMs(): number {
    return this.#beganMs;
  }

  /** The same download, looked at. */
  watched(download: Download): Download {
    const look = (endedMs: number) => {
      this.#beganMs = Math.min(this.#beganMs, this.#nowMs() - endedMs);
    };
    return async function* watched(codes, options) {
      for await (const outcome of download(codes, options)) {
        look(outcome.endedMs);
        yield outcome;
      }
    };
  }
}
