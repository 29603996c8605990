/**
 * The shortest time in which m slots can serve items of known times, whatever the order: no schedule beats the longest
 * item, nor the sum shared out evenly, nor the item that ends last when none has to wait. In the times' own unit; 0 for no
 * items.
 *
 * @param starts when each item can start at the earliest, ascending; the time is counted from the first. Default: all at once
 */
export function idealBound(times: readonly number[], m: number, starts: readonly number[] = []): number {
  const sum = times.reduce((total, time) => total + time, 0);
  const origin = starts[0] ?? 0;
  return times.reduce((latest, time, i) => Math.max(latest, (starts[i] ?? 0) - origin + time), sum / m);
}

/**
 * The time that m slots need when each takes the next item as soon as it is free, in the order given: list scheduling
 * (Graham, "Bounds for Certain Multiprocessing Anomalies", 1966). What a client without overhead would reach.
 *
 * @param starts as for {@link idealBound}
 */
export function listSchedule(times: readonly number[], m: number, starts: readonly number[] = []): number {
  if (m >= times.length) return idealBound(times, Math.max(1, times.length), starts);
  const origin = starts[0] ?? 0;
  const freeAt = new Array<number>(m).fill(0);
  for (const [i, time] of times.entries()) {
    const earliest = freeAt.indexOf(Math.min(...freeAt));
    freeAt[earliest] = Math.max(freeAt[earliest]!, (starts[i] ?? 0) - origin) + time;
  }
  return Math.max(...freeAt);
}
