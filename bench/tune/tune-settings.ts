/** Flags for each slot in one measurement: so many waves that starting and ending weigh little. */
const FLAGS_PER_SLOT = 12;

/** The fewest that a measurement tells anything by. */
export const MIN_FLAGS = 20;

/** So long a request should take, beside which the milliseconds that sockets and timers add are nothing. */
export const LONG_ENOUGH_MS = 100;

/** The time scale of a lab that is in a hurry, and of one that is not. */
export const [LEAST_SCALE, MOST_SCALE] = [0.1, 1];

/** So many items of a service one measurement has at most, where nobody says how many. */
export const MOST_SERVICE_ITEMS = 1000;

/**
 * How many flags to download at a level of m. Before slots whole waves, since a last one that is not full makes a level
 * seem slower than it is.
 *
 * @param slots how many the server serves at once; Infinity where there is no such limit
 * @param least what the goal needs to be answered
 */
export function tuneItems(m: number, slots: number, least: number, most: number): number {
  const wanted = Math.min(most, Math.max(MIN_FLAGS, least, m * FLAGS_PER_SLOT));
  if (slots === Infinity) return wanted;
  const wave = Math.min(m, slots);
  const items = Math.ceil(wanted / wave) * wave;
  return items <= most ? items : Math.max(least, items - wave);
}

/**
 * The time scale that tells the truth and still ends soon: what the client's own work adds to each request does not scale,
 * and where requests are short, it makes more concurrency seem to pay.
 *
 * @param meanMs what a request is held by its fate on average, unscaled
 */
export function tuneTimeScale(meanMs: number): number {
  if (meanMs === 0) return LEAST_SCALE;
  return Math.min(MOST_SCALE, Math.max(LEAST_SCALE, Number((LONG_ENOUGH_MS / meanMs).toPrecision(2))));
}
