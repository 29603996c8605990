/** The timeout of a benchmark's requests, in milliseconds before the time scale: long enough that DELAY shows waiting. */
export const BENCH_TIMEOUT_MS = 10_000;
