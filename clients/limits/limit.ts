/** What one request tells a limit. Moments are milliseconds on one monotonic clock. */
export interface LimitSample {
  readonly sentMs: number;
  readonly endedMs: number;
  /** How many requests were in flight when it was sent, itself included. */
  readonly inFlight: number;
  /**
   * `refused`: by 429, 503 or a broken connection, or timed out while others were answered. `lost`: timed out, and nothing at
   * all came from the server meanwhile.
   */
  readonly fate: 'answered' | 'refused' | 'lost';
}

/** A limit of concurrency that learns from what happens to requests. */
export interface Limit {
  /** How many requests may be in flight at the moment; a fraction counts once it is whole. */
  readonly current: number;
  /** Raises the limit to so many, as long as nothing has been learnt. */
  raise(limit: number): void;
  /** Takes one request's result into account. */
  learn(sample: LimitSample): void;
}
