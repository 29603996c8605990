/** An answer that takes less is over before another request can be seen beside it, in milliseconds. */
export const VISIBLE_MS = 1;

/** So long after a request has come it may turn out that others had ended before it, in milliseconds. */
const KNOWN_AFTER_MS = 2000;

/** A request with which more were in flight than ever before. */
interface Climb {
  readonly atMs: number;
  inFlight: number;
}

/** How far a run has come: its requests are those from a number on, and its times count from a moment. */
export class RunProgress {
  /** The number of its first request. */
  readonly firstId: number;
  /** When it began, on the recorder's clock. */
  readonly startMs: number;
  /** How many runs there have been with it. */
  readonly number: number;
  /** How many requests it has. */
  requests = 0;
  /** How many of them have ended, and how many of those ok. */
  ended = 0;
  ok = 0;
  /** Whether any of them had to wait for something, and how many were over before another could be seen beside them. */
  #hasWaited = false;
  #quick = 0;
  #peakInFlight = 0;
  /**
   * Those that may still turn out to have been fewer. One with which no more were in flight than with one before it need not
   * be kept: whatever turns out to have ended before the first had ended before the second.
   */
  #climbs: Climb[] = [];

  constructor(firstId: number, startMs: number, number: number) {
    this.firstId = firstId;
    this.startMs = startMs;
    this.number = number;
  }

  /**
   * The most that were in flight at once; undefined where nothing waits: a server answers one request after the other then,
   * however many a client has sent.
   */
  get peakInFlight(): number | undefined {
    if (!this.#hasWaited && this.#quick > this.requests / 2) return undefined;
    return this.#climbs.reduce((peak, { inFlight }) => Math.max(peak, inFlight), this.#peakInFlight);
  }

  /** One of its requests has to wait for so long. */
  waits(ms: number): void {
    if (ms > 0) this.#hasWaited = true;
  }

  /** One of its requests has lasted so long, in milliseconds. */
  lasted(ms: number): void {
    if (ms < VISIBLE_MS) this.#quick += 1;
  }

  /**
   * One of its requests has come.
   *
   * @param nextId the number of the next one
   * @param nowMs on the recorder's clock
   * @param injectedMs how long it is to be held
   */
  arrived(nextId: number, nowMs: number, injectedMs: number): void {
    this.waits(injectedMs);
    this.requests = nextId - this.firstId;
    const inFlight = this.requests - this.ended;
    if (inFlight <= (this.#climbs.at(-1)?.inFlight ?? this.#peakInFlight)) return;
    this.#climbs.push({ atMs: nowMs, inFlight });
    const settled = this.#climbs.findIndex(({ atMs }) => atMs >= nowMs - KNOWN_AFTER_MS);
    for (const climb of this.#climbs.splice(0, settled)) {
      this.#peakInFlight = Math.max(this.#peakInFlight, climb.inFlight);
    }
  }

  /**
   * One of its requests has ended.
   *
   * @param isLate whether that is known only now
   */
  hasEnded(atMs: number, isLate: boolean, isOk: boolean): void {
    this.ended += 1;
    if (isLate) this.#hadEnded(atMs);
    if (isOk) this.ok += 1;
  }

  /** It turns out that one had ended at that moment: those that have come since were not in flight with it. */
  #hadEnded(atMs: number): void {
    for (let i = this.#climbs.length - 1; i >= 0 && this.#climbs[i]!.atMs > atMs; i--) this.#climbs[i]!.inFlight -= 1;
  }
}
