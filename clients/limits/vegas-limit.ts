import { AnswerRound } from './answer-round.ts';
import type { Limit, LimitSample } from './limit.ts';

/** What is left of the limit after a request was refused, and at least when requests wait. */
const BACK_OFF_RATIO = 0.9;
const LEAST_LEFT = 0.5;

/** How much each answer adds to the limit until requests first begin to wait. */
const START_GROWTH = 0.5;

/** The part of a request's time spent waiting that ends this quick growth. */
const START_WAITING_SHARE = 0.25;

/** The fewest answers of a round; the quick growth is judged four times while as many come as are in flight. */
const FEWEST_ANSWERS = 8;
const START_ROUNDS = 4;

/** So many requests may wait on the server, or this part of the limit if it is more, before the limit shrinks. */
const MOST_WAITING = 4;
const MOST_WAITING_SHARE = 0.1;

/** A round adds at most this part of the limit, but at least 1. */
const MOST_STEP_SHARE = 0.25;

/** What is left of the limit without those that wait, so that the queue does drain and a quickest answer is seen again. */
const DRAIN_RATIO = 0.9;

/** After the queue has drained so many times, the quickest answer from before is forgotten: the server may have become slower. */
const BASE_DRAINS = 3;

/**
 * Tells a queue from a long delay: a queue makes all requests wait, even the luckiest one. So the quickest answer of a round
 * is compared with the quickest of all, and the difference is a wait. By Little's law the same part of the requests in
 * flight is waiting on the server. While hardly any wait, the limit grows by 1, 2, 4 … from round to round; when more than
 * a few do, it shrinks by their number, the queue drains, and the quickest answer is seen again.
 *
 * After TCP Vegas (Brakmo and Peterson, 1995: the queue is the limit times the part of the time spent waiting), with the
 * quickest of several answers as in LEDBAT (RFC 6817, 4.2) and quick growth until the first sign of a queue as in HyStart++ (RFC 9406).
 */
export class VegasLimit implements Limit {
  readonly #max: number;
  #current = 1;
  #knowsNothing = true;
  #isStarting = true;
  #step = 1;
  #round = new AnswerRound();
  #drains = 0;
  /** When the limit last began to hold: what was sent before says nothing of it. */
  #holdsSinceMs = Number.NEGATIVE_INFINITY;
  #baseMs = Number.POSITIVE_INFINITY;
  #recentBaseMs = Number.POSITIVE_INFINITY;

  constructor(max: number) {
    this.#max = max;
  }

  get current(): number {
    return this.#current;
  }

  raise(limit: number): void {
    if (this.#knowsNothing) this.#set(Math.max(this.#current, limit));
  }

  learn({ sentMs, endedMs, inFlight, fate }: LimitSample): void {
    this.#knowsNothing = false;
    if (fate === 'lost') {
      this.#changeTo(1, endedMs);
      this.#isStarting = true;
    } else if (fate === 'refused') {
      if (sentMs >= this.#holdsSinceMs) this.#shrinkTo(this.#current * BACK_OFF_RATIO, endedMs);
    } else {
      const rttMs = endedMs - sentMs;
      this.#baseMs = Math.min(this.#baseMs, rttMs);
      this.#recentBaseMs = Math.min(this.#recentBaseMs, rttMs);
      // A limit that was not used has not been shown to hold.
      const isUsed = inFlight * 2 >= this.#current;
      if (this.#isStarting) this.#start(rttMs, isUsed, endedMs);
      else if (sentMs >= this.#holdsSinceMs) this.#follow(rttMs, isUsed, endedMs);
    }
  }

  #start(rttMs: number, isUsed: boolean, nowMs: number): void {
    this.#round.add(rttMs, isUsed);
    if (isUsed) this.#set(this.#current + START_GROWTH);
    if (this.#round.answers < Math.max(FEWEST_ANSWERS, this.#current / START_ROUNDS)) return;
    const share = this.#round.waitingShare(this.#baseMs);
    if (share > START_WAITING_SHARE) this.#shrinkTo(this.#current * (1 - share), nowMs);
    else if (this.#current === this.#max) this.#shrinkTo(this.#max, nowMs);
    else this.#round = new AnswerRound();
  }

  #follow(rttMs: number, isUsed: boolean, nowMs: number): void {
    this.#round.add(rttMs, isUsed);
    if (this.#round.answers < Math.max(FEWEST_ANSWERS, this.#current)) return;
    const waiting = this.#current * this.#round.waitingShare(this.#baseMs);
    if (waiting > Math.max(MOST_WAITING, this.#current * MOST_WAITING_SHARE)) {
      this.#shrinkTo((this.#current - waiting) * DRAIN_RATIO, nowMs);
      this.#forgetBase();
    } else if (this.#round.isUsed) {
      this.#changeTo(this.#current + this.#step, nowMs);
      const most = Math.max(1, this.#current * MOST_STEP_SHARE);
      this.#step = waiting < 1 ? Math.min(this.#step * 2, most) : 1;
    } else {
      this.#changeTo(this.#current, nowMs);
    }
  }

  #shrinkTo(limit: number, nowMs: number): void {
    this.#isStarting = false;
    this.#step = 1;
    this.#changeTo(Math.max(limit, this.#current * LEAST_LEFT), nowMs);
  }

  /** Begins a new round, with this limit. */
  #changeTo(limit: number, nowMs: number): void {
    this.#set(limit);
    this.#holdsSinceMs = nowMs;
    this.#round = new AnswerRound();
  }

  #forgetBase(): void {
    this.#drains += 1;
    if (this.#drains % BASE_DRAINS !== 0) return;
    this.#baseMs = this.#recentBaseMs;
    this.#recentBaseMs = Number.POSITIVE_INFINITY;
  }

  #set(limit: number): void {
    this.#current = Math.min(this.#max, Math.max(1, limit));
  }
}
