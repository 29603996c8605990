/** From this many milliseconds on, an axis is in seconds. */
const SECONDS_FROM_MS = 2000;

/** The unit of a time axis that reaches so far: its name, and what a millisecond is in it. */
export function timeUnit(longestMs: number): { readonly name: 's' | 'ms'; readonly perMs: number } {
  return longestMs >= SECONDS_FROM_MS ? { name: 's', perMs: 0.001 } : { name: 'ms', perMs: 1 };
}
