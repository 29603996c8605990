import type { Ended } from '../../lib/request-record.ts';
import type { Arrival } from '../records/arrival.ts';
import { Recorder } from '../records/recorder.ts';

/** How many requests of a name's run are remembered on a server at most: so many names have a recorder on each. */
const SEAT_CAPACITY = 1024;

/** Most names ask for few flags on most servers: place for more is made as they come. */
const FIRST_CAPACITY = 64;

/** Remembers the requests of one name, and since when it has been quiet. */
export class SeatRecorder extends Recorder {
  /** The name. */
  readonly run: string;
  readonly #clock: () => number;
  #capacity = FIRST_CAPACITY;
  #quietFromMs = Number.NEGATIVE_INFINITY;
  #changes = 0;

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

  override arrive(arrival: Arrival): number {
    this.#changes += 1;
    if (this.counts.requests === this.#capacity && this.#capacity < SEAT_CAPACITY) {
      this.#capacity *= 2;
      this.grow(this.#capacity);
    }
    return super.arrive(arrival);
  }

  override retryAfter(id: number, ms: number): void {
    super.retryAfter(id, ms);
    this.#quietFrom(this.#clock() + ms);
  }

  override end(id: number, seen: Ended, status: number, bytes: number, agoMs = 0): void {
    super.end(id, seen, status, bytes, agoMs);
    this.#changes += 1;
    this.#quietFrom(this.#clock());
  }

  override reset(): void {
    super.reset();
    this.#changes += 1;
  }

  #quietFrom(ms: number): void {
    this.#quietFromMs = Math.max(this.#quietFromMs, ms);
  }
}
