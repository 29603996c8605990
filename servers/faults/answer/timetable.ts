/**
 * How far behind its times something may be when nothing waits, in milliseconds: what came too late to leave in time leaves
 * sooner then. Without it the time from one write to the next would be lost, without a limit a pause of the writer would end in
 * a flood.
 */
const CATCH_UP_MS = 100;

/** When each of the pieces is due that follow one another at a pace. */
export class Timetable {
  readonly #clock: () => number;
  #dueMs: number | undefined;
  #hasPaused = false;

  /** @param clock counts milliseconds */
  constructor(clock: () => number) {
    this.#clock = clock;
  }

  /** The moment at which the next piece is due, so many milliseconds after the one before was: lateness does not add up. */
  next(afterMs: number): number {
    const now = this.#clock();
    this.#dueMs ??= now;
    if (this.#hasPaused) this.#dueMs = Math.max(this.#dueMs, now - CATCH_UP_MS);
    this.#hasPaused = false;
    this.#dueMs += afterMs;
    return this.#dueMs;
  }

  /** Says that nothing waits. */
  pause(): void {
    this.#hasPaused = true;
  }
}
