import type { Ended, Failing } from '../../lib/request-record.ts';
import type { Arrival } from '../records/arrival.ts';
import { isOk } from '../records/failed.ts';
import { Recorder } from '../records/recorder.ts';
import { isFlag } from './flag-keys.ts';

/** How many requests of a name's run are remembered on a server at most: so many names have a recorder on each. */
const SEAT_CAPACITY = 1024;

/** How many keys of a name are counted. */
export const MAX_KEYS = 2048;

/** Most names ask for few flags on most servers: place for more is made as they come. */
const FIRST_CAPACITY = 64;

/** What a run has come to in all, with what is no longer remembered of it. */
export interface RunTally {
  /** How many things it asked for, each of which may have been asked for again. */
  readonly keys: number;
  /** How many of them came whole with a status below 400. */
  readonly ok: number;
  /** How many of the things were flags, and how many of the flags came. */
  readonly flags: number;
  readonly flagsOk: number;
  /** How many requests a limit turned away. */
  readonly refused: number;
  /** From the first request to the last that came or ended, in milliseconds. */
  readonly makespanMs: number;
}

/** Remembers the requests of one name, and since when it has been quiet. */
export class SeatRecorder extends Recorder {
  /** The name. */
  readonly run: string;
  readonly #clock: () => number;
  #capacity = FIRST_CAPACITY;
  #quietFromMs = Number.NEGATIVE_INFINITY;
  #changes = 0;
  /** Whether each key was answered well, of as many as are counted. */
  readonly #isOk = new Map<string, boolean>();
  /** The keys of the requests in flight, by their numbers. */
  readonly #keys = new Map<number, string>();
  #refused = 0;
  #firstMs = 0;
  #lastMs = 0;

  /**
   * @param run the name
   * @param clock milliseconds from a monotonic clock
   */
  constructor(label: string, run: string, clock: () => number) {
    super(label, FIRST_CAPACITY, clock);
    this.run = run;
    this.#clock = clock;
  }

  /** Grows whenever there is more to judge. */
  get changes(): number {
    return this.#changes;
  }

  /** For how long it has had nothing in flight, not counting what it was told to wait, in milliseconds; 0 while it has. */
  get quietMs(): number {
    const { requests, inFlight } = this.counts;
    return requests === 0 || inFlight > 0 ? 0 : Math.max(0, this.#clock() - this.#quietFromMs);
  }

  /** What the run has come to so far. */
  get tally(): RunTally {
    const [keys, flags] = [[...this.#isOk], [...this.#isOk].filter(([key]) => isFlag(key))];
    const count = (those: typeof keys) => those.filter(([, isOk]) => isOk).length;
    return {
      ...{ keys: keys.length, ok: count(keys), flags: flags.length, flagsOk: count(flags) },
      refused: this.#refused,
      makespanMs: this.#lastMs - this.#firstMs,
    };
  }

  override arrive(arrival: Arrival): number {
    this.#changes += 1;
    const { key } = arrival;
    this.#lastMs = this.#clock();
    if (this.counts.requests === 0) this.#firstMs = this.#lastMs;
    if (!this.#isOk.has(key) && this.#isOk.size < MAX_KEYS) this.#isOk.set(key, false);
    if (this.counts.requests === this.#capacity && this.#capacity < SEAT_CAPACITY) {
      this.#capacity *= 2;
      this.grow(this.#capacity);
    }
    const id = super.arrive(arrival);
    this.#keys.set(id, key);
    return id;
  }

  override shed(id: number, faults: readonly string[], failsBy: Failing): void {
    super.shed(id, faults, failsBy);
    if (this.#keys.has(id)) this.#refused += 1;
  }

  override retryAfter(id: number, ms: number): void {
    super.retryAfter(id, ms);
    this.#quietFrom(this.#clock() + ms);
  }

  override end(id: number, seen: Ended, status: number, bytes: number, agoMs = 0): void {
    super.end(id, seen, status, bytes, agoMs);
    this.#changes += 1;
    const nowMs = this.#clock();
    this.#quietFrom(nowMs);
    const key = this.#keys.get(id);
    // Of a run before this one.
    if (key === undefined) return;
    this.#keys.delete(id);
    this.#lastMs = Math.max(this.#lastMs, nowMs - agoMs);
    if (isOk({ ending: seen, status }) && this.#isOk.has(key)) this.#isOk.set(key, true);
  }

  override reset(): void {
    super.reset();
    this.#changes += 1;
    this.#isOk.clear();
    this.#keys.clear();
    this.#refused = 0;
  }

  #quietFrom(ms: number): void {
    this.#quietFromMs = Math.max(this.#quietFromMs, ms);
  }
}
