/** Answers that are judged together: one alone may be slow for reasons of its own. */
export class AnswerRound {
  #answers = 0;
  #isUsed = false;
  #quickestMs = Number.POSITIVE_INFINITY;
  #sumMs = 0;

  /** How many there are. */
  get answers(): number {
    return this.#answers;
  }

  /** Whether one of them was sent while the limit was in use. */
  get isUsed(): boolean {
    return this.#isUsed;
  }

  /** Adds an answer that took so long. */
  add(rttMs: number, isUsed: boolean): void {
    this.#answers += 1;
    this.#isUsed ||= isUsed;
    this.#sumMs += rttMs;
    this.#quickestMs = Math.min(this.#quickestMs, rttMs);
  }

  /** The part of their mean time that even the quickest has waited, where `baseMs` is how long an answer takes without a wait. */
  waitingShare(baseMs: number): number {
    return (this.#quickestMs - baseMs) / (this.#sumMs / this.#answers);
  }
}
