/** Milliseconds to two decimals: finer than anything that is drawn. */
export function hundredths(ms: number): number {
  return Math.round(ms * 100) / 100;
}

/** A figure without the digits that nobody sees in a picture: six are left. */
export function significant(value: number): number {
  return Number(value.toPrecision(6));
}
