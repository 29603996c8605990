/** What one request tells a limit. */
export interface LimitSample {
  /** How long the request took, in milliseconds. */
  readonly rttMs: number;
  /** How many requests were in flight when it was sent, itself included. */
  readonly inFlight: number;
  /** Whether it was refused or lost: 429, 503, a timeout, a broken connection. */
  readonly dropped: boolean;
}

/** A limit of concurrency that learns from what happens to requests. */
export interface Limit {
  /** How many requests may be in flight at the moment; a fraction counts once it is whole. */
  readonly current: number;
  /** Takes one request's result into account. */
  learn(sample: LimitSample): void;
}
