/** How far apart two neighbours are at most, and how far the first and the last are. */
const NEIGHBOURS_PX = 8;
const ALL_PX = 30;

/** How many pixels to the right one of several series is drawn, so that equal values do not hide each other. */
export function dodge(place: number, of: number): number {
  return (place - (of - 1) / 2) * Math.min(NEIGHBOURS_PX, ALL_PX / Math.max(1, of - 1));
}
