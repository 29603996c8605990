/**
 * The numbers of the Universal Scalability Law (Gunther, "A Simple Capacity Model of Massively Parallel Transaction
 * Systems", CMG 1993; "Guerrilla Capacity Planning", Springer 2007, ch. 4–6), with the end of capacity that a server with
 * a fixed number of slots puts to it.
 */
export interface UslParameters {
  /** γ: what one request at a time gets, per second. Above 0. */
  readonly unitThroughput: number;
  /** α: how much longer each further request makes all of them take, as a share. 0 or more. */
  readonly contention: number;
  /** β: how much longer each pair of requests makes them take, as a share. 0 or more. */
  readonly coherency: number;
  /** Requests in service at most: past it more concurrency only waits. Infinity when no end was seen. */
  readonly slots: number;
}

/**
 * The throughput that the law foretells at concurrency m, per second: X(N) = γN / (1 + α(N − 1) + βN(N − 1)) with
 * N = min(m, slots), since m clients in a closed loop before a first-come queue keep exactly that many slots busy.
 */
export function uslThroughput({ unitThroughput, contention, coherency, slots }: UslParameters, m: number): number {
  const n = Math.min(m, slots);
  return (unitThroughput * n) / (1 + contention * (n - 1) + coherency * n * (n - 1));
}

/**
 * The concurrency with the highest throughput: N* = √((1 − α)/β), where the law's derivative is zero, but at least 1 and
 * at most the slots. Infinity when nothing ends the growth.
 */
export function peakConcurrency({ contention, coherency, slots }: UslParameters): number {
  if (contention >= 1) return 1;
  const peak = coherency > 0 ? Math.sqrt((1 - contention) / coherency) : Number.POSITIVE_INFINITY;
  return Math.min(slots, Math.max(1, peak));
}
