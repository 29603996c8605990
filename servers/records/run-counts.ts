/** A run's figures so far. */
export interface RunCounts {
  readonly requests: number;
  readonly inFlight: number;
  /** Answered whole with a status below 400. */
  readonly ok: number;
}
