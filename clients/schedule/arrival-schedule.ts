import { draw } from '../../lib/chance/draw.ts';

/** How requests that start on schedule are spread over time. */
export const ARRIVALS = ['constant', 'poisson'] as const;

/** What a schedule depends on. */
export interface ArrivalOptions {
  readonly ratePerSecond: number;
  readonly durationMs: number;
  /** `constant`: equal distances. `poisson`: as independent users come, whose distances are exponential. */
  readonly arrivals: (typeof ARRIVALS)[number];
  /** Decides the Poisson distances. */
  readonly seed: number;
}

/**
 * When each request of an open model is to start: milliseconds since the schedule's start, ascending, all before the
 * duration is over. Depends on nothing but the options; a longer schedule begins as a shorter one.
 */
export function arrivalTimes({ ratePerSecond, durationMs, arrivals, seed }: ArrivalOptions): number[] {
  const meanGapMs = 1000 / ratePerSecond;
  const times: number[] = [];
  const gapBefore = arrivals === 'poisson' ? exponentialGaps(meanGapMs, seed) : undefined;
  let atMs = gapBefore?.(0) ?? 0;
  while (atMs < durationMs) {
    times.push(atMs);
    const n = times.length;
    // A product, because a sum of many gaps drifts.
    atMs = gapBefore === undefined ? n * meanGapMs : atMs + gapBefore(n);
  }
  return times;
}

function exponentialGaps(meanMs: number, seed: number): (n: number) => number {
  const key = { seed, label: 'client', fault: 'arrivals', key: '', attempt: 1 };
  return (n) => -meanMs * Math.log(1 - draw(key, n));
}
