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
  /** How many of its requests have ended, and how many of those ok. */
  ended = 0;
  ok = 0;
  /** Whether any of them had to wait for something. */
  hasWaited = false;
  /** How many were over before another could be seen beside them. */
  quick = 0;
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

  /** The most that were in flight at once. */
  get peakInFlight(): number {
    return this.#climbs.reduce((peak, { inFlight }) => Math.max(peak, inFlight), this.#peakInFlight);
  }

  /** Whether a server that has nothing to wait for answers one request after the other, however many a client has sent. */
  nothingWaits(requests: number): boolean {
    return !this.hasWaited && this.quick > requests / 2;
  }

  /**
   * One of its requests has come.
   *
   * @param nextId the number of the next one
   * @param nowMs on the recorder's clock
   */
  arrived(nextId: number, nowMs: number): void {
    const inFlight = nextId - this.firstId - this.ended;
    if (inFlight <= (this.#climbs.at(-1)?.inFlight ?? this.#peakInFlight)) return;
    this.#climbs.push({ atMs: nowMs, inFlight });
    const settled = this.#climbs.findIndex(({ atMs }) => atMs >= nowMs - KNOWN_AFTER_MS);
    for (const climb of this.#climbs.splice(0, settled)) {
      this.#peakInFlight = Math.max(this.#peakInFlight, climb.inFlight);
    }
  }

  /** It turns out that one had ended at that moment: those that have come since were not in flight with it. */
  hadEnded(atMs: number): void {
    for (let i = this.#climbs.length - 1; i >= 0 && this.#climbs[i]!.atMs > atMs; i--) this.#climbs[i]!.inFlight -= 1;
  }
}
