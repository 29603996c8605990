import { writeSync } from 'node:fs';

/** How long a frame stays, in milliseconds. */
export const FRAME_MS = 100;

const SIGNS = ['|', '/', '-', '\\'] as const;

const TEXT = 'thinking!';

const STDERR = 2;

/** How well a spinner span. */
export interface Drawn {
  readonly frames: number;
  /** The longest time without a new frame, in milliseconds. */
  readonly longestGapMs: number;
}

/**
 * The frames of a spinner. Each is written at once, past `process.stderr`: that of a worker is written by the main thread, and
 * stands still when it does.
 */
export class Frames {
  readonly #isShown: boolean;
  #frames = 0;
  #lastMs = performance.now();
  #longestGapMs = 0;

  /** @param isShown false where there is no terminal: they are counted all the same */
  constructor(isShown: boolean) {
    this.#isShown = isShown;
  }

  draw(): void {
    this.#endGap();
    const sign = SIGNS[this.#frames % SIGNS.length];
    this.#frames += 1;
    this.#write(`\r${sign} ${TEXT}`);
  }

  /** Leaves the line as it was before the first frame. */
  end(): Drawn {
    this.#endGap();
    if (this.#frames > 0) this.#write(CLEAN_LINE);
    return { frames: this.#frames, longestGapMs: this.#longestGapMs };
  }

  #endGap(): void {
    const nowMs = performance.now();
    this.#longestGapMs = Math.max(this.#longestGapMs, nowMs - this.#lastMs);
    this.#lastMs = nowMs;
  }

  #write(text: string): void {
    if (this.#isShown) writeSync(STDERR, text);
  }
}

/** What cleans the line that a frame is on. */
export const CLEAN_LINE = `\r${' '.repeat(SIGNS[0].length + 1 + TEXT.length)}\r`;
