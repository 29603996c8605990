/** A figure without the digits that nobody sees in a picture: six are left. */
export function significant(value: number): number {
  return Number(value.toPrecision(6));
}
