/** The width of the longest bar, in characters. */
const WIDTH = 30;

/** A bar for a value, as wide as the longest with blanks after it, so that what follows stands in a column. */
export function bar(value: number, most: number): string {
  return '█'.repeat(Math.round((value / most) * WIDTH)).padEnd(WIDTH);
}
