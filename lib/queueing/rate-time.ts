/** A limit of requests a second: a token bucket, one token for each request (Turner, "New Directions in Communications", 1986). */
export interface RateLimit {
  readonly perSecond: number;
  /** How many tokens the bucket holds. */
  readonly burst: number;
}

/**
 * The shortest time in which all of these limits let so many requests through, in milliseconds from the first: no bucket is
 * more than full then, and each request that is let through takes a token that has to come back.
 */
export function rateTime(requests: number, limits: readonly RateLimit[]): number {
  return Math.max(0, ...limits.map(({ perSecond, burst }) => ((requests - burst) / perSecond) * 1000));
}
