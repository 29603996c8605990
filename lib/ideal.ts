/**
 * The shortest time in which m slots can serve items of known times, whatever the order: no schedule beats the longest
 * item, nor the sum shared out evenly. In the times' own unit; 0 for no items.
 */
export function idealBound(times: readonly number[], m: number): number {
  const sum = times.reduce((total, time) => total + time, 0);
  return times.reduce((longest, time) => Math.max(longest, time), sum / m);
}

/**
 * The time that m slots need when each takes the next item as soon as it is free, in the order given: list scheduling
 * (Graham, "Bounds for Certain Multiprocessing Anomalies", 1966). What a client without overhead would reach.
 */
export function listSchedule(times: readonly number[], m: number): number {
  const freeAt = new Array<number>(Math.min(m, Math.max(1, times.length))).fill(0);
  for (const time of times) {
    const earliest = freeAt.indexOf(Math.min(...freeAt));
    freeAt[earliest] = freeAt[earliest]! + time;
  }
  return Math.max(...freeAt);
}
