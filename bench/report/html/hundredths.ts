/** Milliseconds to two decimals: finer than anything that is drawn. */
export function hundredths(ms: number): number {
  return Math.round(ms * 100) / 100;
}
