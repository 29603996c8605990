/**
 * The shortest time that slots need for work of which each does one piece at a time. No schedule beats all of it shared out
 * evenly (Graham, "Bounds for Certain Multiprocessing Anomalies", 1966). One slot does at least as many pieces as everybody's
 * even share, rounded up, be they the shortest. And of the longest pieces, one more than there are slots, some slot does two.
 *
 * @param times of the pieces, in one unit and any order: the same ones make the same sum to the last digit
 * @param slots how many; a whole number from 1, or Infinity
 * @param speed how much all slots together do of what one does alone; as many as there are slots, where none slows another down
 * @returns in that unit; 0 for none
 */
export function sharedOut(times: readonly number[], slots: number, speed: number = slots): number {
  const ascending = Float64Array.from(times).sort();
  const onOneSlot = Math.ceil(ascending.length / slots);
  const [longer = 0, shorter = 0] = ascending.length > slots ? [ascending.at(-slots), ascending.at(-slots - 1)] : [];
  return Math.max(sum(ascending) / speed, sum(ascending.subarray(0, onOneSlot)), shorter + longer);
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
