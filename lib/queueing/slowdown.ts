/** How much the requests in service slow each other down. */
export interface Slowdown {
  /** How much each other request in service adds to a service time: 0.05 adds 5 %. */
  readonly contention: number;
  /** How much each ordered pair of requests in service adds to it. */
  readonly coherency: number;
}

/**
 * How many times longer a service takes that begins as the n-th of those in service: 1 when it is alone (Gunther's
 * Universal Scalability Law, "A General Theory of Computational Scalability Based on Rational Functions", 2008, seen from
 * one service).
 */
export function slowdown(n: number, { contention, coherency }: Slowdown): number {
  return 1 + contention * (n - 1) + coherency * n * (n - 1);
}
