/**
 * How long slots need for work that they take in its order, whoever is free the next piece: list scheduling (Graham, "Bounds for
 * Certain Multiprocessing Anomalies", 1966).
 *
 * @param times of the pieces, in one unit
 * @param slots how many; a whole number from 1
 * @returns in that unit; 0 for none
 */
export function takenInTurn(times: readonly number[], slots: number): number {
  /** When the slots that have work will be free, soonest first. */
  const free: number[] = [];
  for (const time of times) {
    const end = (free.length < slots ? 0 : free.shift()!) + time;
    let [low, high] = [0, free.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (free[middle]! <= end) low = middle + 1;
      else high = middle;
    }
    free.splice(low, 0, end);
  }
  return free.at(-1) ?? 0;
}
