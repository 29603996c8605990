import { draw } from '../../lib/chance/draw.ts';
import { LONGEST_WAIT_MS } from '../item/backoff.ts';
import { GivenUpError } from '../item/request-error.ts';

/** Requests per second at the start, and the part by which each turn and each good answer then raises the rate. */
const START_PER_SECOND = 100;
const TURN_GROWTH = 0.01;
const ANSWER_GROWTH = 0.02;

/** What a refusal leaves of the rate, at least and at most; the first, of which nothing can be learnt, leaves the least. */
const LEAST_LEFT = 0.5;
const MOST_LEFT = 0.9;

/** The part of what a server was seen to admit that is used: its clock and this one differ. */
const USED_SHARE = 0.93;

/** The part of the rate that a second without a refusal adds, at least and at most. */
const LEAST_GROWTH = 0.01;
const MOST_GROWTH = 0.5;

/** The rate does not fall below this. A server that admits less says so by Retry-After, which is waited for. */
const LEAST_PER_SECOND = 1;

/** So many turns are left out after a refusal: turns come unevenly, and an empty bucket forgives nothing. */
const RESERVE_TURNS = 3;

/** So many requests that were on their way when the rate changed tell what it should be. */
const ENOUGH_TURNS = 8;

/** A turn is late by up to this part of the time between two, so that many clients do not fall into step. */
const JITTER = 0.1;

/** A timer that fires late makes the next turn earlier by up to so many milliseconds. */
const CATCH_UP_MS = 2;

/** Retry-After counts whole seconds, rounded up. */
const RETRY_AFTER_STEP_MS = 1000;

/** After so many refusals in a row, each at a lower rate than the one before, nothing more is sent. */
const MOST_REFUSALS = 8;

/** When a request was sent, and how many were sent until then. */
export interface Turn {
  readonly number: number;
  readonly sentMs: number;
}

/**
 * Learns how many requests a second a server admits, and says when the next may be sent. It begins fast and becomes faster
 * until the first refusal. A refusal says that the server's bucket of tokens is empty; so what is admitted between two
 * refusals is what was refilled, and tells the rate. Each second without a refusal then adds a little, the less the more
 * requests the estimate rests on, and each refusal takes at least a tenth. All others wait for the whole seconds of a
 * Retry-After that are certain; the refused one waits for all of it.
 *
 * That the client limits its own rate, by the rate measured, is from the AWS SDKs' adaptive retry mode; to add and to take a
 * part is from Chiu and Jain, "Analysis of the Increase and Decrease Algorithms", 1989. All moments are arguments.
 */
export class Pace {
  readonly #seed: number;
  #perSecond = START_PER_SECOND;
  /** How much each second adds to the rate; undefined until the first refusal. */
  #growth: number | undefined;
  #turns = 0;
  #nextMs = Number.NEGATIVE_INFINITY;
  /** What is counted from: the first turn, then the one whose refusal last changed the rate. */
  #since: Turn | undefined;
  /** How many of the turns that are counted were refused. */
  #refused = 0;
  /** The last turn at an earlier rate. */
  #changed: Turn = { number: 0, sentMs: 0 };
  #isSettled = true;
  #refusalsInARow = 0;

  /** @param seed decides the jitter */
  constructor(seed: number) {
    this.#seed = seed;
  }

  /** Throws a GivenUpError once the server has been given up. */
  check(): void {
    if (this.#refusalsInARow >= MOST_REFUSALS) throw new GivenUpError(`${MOST_REFUSALS} refusals in a row`);
  }

  /** How long the next request has to wait for its turn; 0 when it may be sent. */
  waitMs(nowMs: number): number {
    const key = { seed: this.#seed, label: 'client', fault: 'pace', key: '', attempt: 1 };
    return Math.max(0, this.#nextMs + JITTER * draw(key, this.#turns) * this.#gapMs - nowMs);
  }

  /** A request takes its turn now. */
  take(nowMs: number): Turn {
    this.#settle();
    this.#nextMs = Math.max(this.#nextMs, nowMs - CATCH_UP_MS) + this.#gapMs;
    this.#perSecond += this.#growth === undefined ? this.#perSecond * TURN_GROWTH : (this.#growth * this.#gapMs) / 1000;
    this.#turns += 1;
    const turn = { number: this.#turns, sentMs: nowMs };
    this.#since ??= turn;
    return turn;
  }

  /** The server did what a request asked for, or said that it cannot. */
  admitted(): void {
    this.#refusalsInARow = 0;
    if (this.#growth === undefined) this.#perSecond *= 1 + ANSWER_GROWTH;
  }

  /** The server refused the request of this turn, and may have said when to come back. */
  refused(turn: Turn, nowMs: number, retryAfterMs = 0): void {
    const certainMs = Math.min(LONGEST_WAIT_MS, Math.max(0, retryAfterMs - RETRY_AFTER_STEP_MS));
    this.#nextMs = Math.max(this.#nextMs, nowMs + certainMs);
    this.#refused += 1;
    if (turn.number <= this.#changed.number) return; // It was on its way when the rate changed.
    this.#refusalsInARow += 1;
    // Of the first nothing can be learnt: until then a full bucket hid the rate.
    this.#slowDown(turn, LEAST_LEFT, this.#growth === undefined ? LEAST_LEFT : MOST_LEFT);
    this.#since = turn;
    this.#refused = 0;
    this.#changed = { number: this.#turns, sentMs: nowMs };
    this.#isSettled = false;
    // What is on its way comes back first.
    const pauseMs = Math.max(RESERVE_TURNS * this.#gapMs, nowMs - turn.sentMs);
    this.#nextMs = Math.max(this.#nextMs, nowMs + pauseMs);
  }

  /** Once what was on its way has come back, it tells the rate: the bucket was empty. */
  #settle(): void {
    if (this.#isSettled) return;
    this.#isSettled = true;
    if (this.#changed.number - this.#since!.number >= ENOUGH_TURNS) this.#slowDown(this.#changed, 0, 1);
  }

  /** Takes the rate that was admitted until a turn, and at least and at most such parts of the rate until now. */
  #slowDown(until: Turn, leastLeft: number, mostLeft: number): void {
    const admitted = Math.max(0, until.number - this.#since!.number - this.#refused);
    const perSecond = admitted === 0 ? 0 : (USED_SHARE * admitted * 1000) / (until.sentMs - this.#since!.sentMs);
    const [least, most] = [this.#perSecond * leastLeft, this.#perSecond * mostLeft];
    this.#perSecond = Math.max(LEAST_PER_SECOND, least, Math.min(most, perSecond));
    this.#growth = this.#perSecond * Math.min(MOST_GROWTH, Math.max(LEAST_GROWTH, 1 / admitted));
  }

  get #gapMs(): number {
    return 1000 / this.#perSecond;
  }
}
