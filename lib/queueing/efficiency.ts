/** Two clocks and whole milliseconds can make a little more than all of the ideal; so much, and no more, is all of it. */
const HIGHEST_EFFICIENCY = 1.02;

/**
 * The ideal time as a share of the time that was taken, 0 to 1. The ideal is a lower bound: whoever seems to beat it did
 * other work, or the bound is wrong, and no share is told.
 *
 * @returns undefined where there is no ideal, or where it seems to have been beaten by over 2 %
 */
export function efficiency(idealMs: number, elapsedMs: number): number | undefined {
  if (idealMs <= 0 || elapsedMs <= 0) return undefined;
  const share = idealMs / elapsedMs;
  return share > HIGHEST_EFFICIENCY ? undefined : Math.min(1, share);
}

/** Whether a time is under a bound that nothing can be under, by more than two clocks can differ. */
export function beatsIdeal(idealMs: number, elapsedMs: number): boolean {
  return elapsedMs > 0 && idealMs / elapsedMs > HIGHEST_EFFICIENCY;
}

/** A client with less than this of its ideal is worth a look at where its time went. */
export const LOW_EFFICIENCY = 0.9;
