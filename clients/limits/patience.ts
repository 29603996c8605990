import { GivenUpError } from '../item/request-error.ts';

/** So many timeouts in a row, with one request in flight, mean that the server answers no more. */
const MOST_TIMEOUTS = 3;

/** Notices a server that no longer answers: to wait for each item in turn would take forever. */
export class Patience {
  #heardMs: number | undefined;
  #timeouts = 0;
  #countsFromMs = Number.NEGATIVE_INFINITY;
  #isOver = false;

  /** Throws a GivenUpError once the server has been given up. */
  check(): void {
    if (this.#isOver) throw new GivenUpError(`${MOST_TIMEOUTS} timeouts in a row`);
  }

  /** The server did something at this moment, if only to refuse a request. */
  heard(nowMs: number): void {
    this.#heardMs = nowMs;
    this.#timeouts = 0;
  }

  /** Whether nothing has been heard from the server since this moment. */
  isSilentSince(momentMs: number): boolean {
    return this.#heardMs === undefined || this.#heardMs < momentMs;
  }

  /** A request has timed out; the limit of requests in flight was so high before that, and is now. */
  timedOut(sentMs: number, nowMs: number, limitBefore: number, limit: number): void {
    if (limitBefore > 1 && this.#heardMs !== undefined) {
      // What was in flight together may be lost together: a server that has answered before is asked again.
      this.#timeouts = 0;
      this.#countsFromMs = nowMs;
    } else if (sentMs >= this.#countsFromMs) {
      this.#timeouts += 1;
    }
    this.#isOver ||= limit === 1 && this.#timeouts >= MOST_TIMEOUTS;
  }
}
