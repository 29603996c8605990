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
  /** The most that were in flight at once. */
  peakInFlight = 0;

  constructor(firstId: number, startMs: number, number: number) {
    this.firstId = firstId;
    this.startMs = startMs;
    this.number = number;
  }

  /** One of its requests has come. @param nextId the number of the next one */
  arrived(nextId: number): void {
    const inFlight = nextId - this.firstId - this.ended;
    if (inFlight > this.peakInFlight) this.peakInFlight = inFlight;
  }
}
