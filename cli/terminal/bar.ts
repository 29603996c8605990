import { lineWidth, type Output } from './output.ts';

/** The width of the longest bar where there is no terminal, and of the widest and the narrowest one, in characters. */
const [USUAL_WIDTH, WIDEST, NARROWEST] = [30, 60, 10];

/** A bar for a value, as wide as the longest with blanks after it, so that what follows stands in a column. */
export function bar(value: number, most: number, width: number = USUAL_WIDTH): string {
  return '█'.repeat(Math.round((value / most) * width)).padEnd(width);
}

/**
 * How wide the longest bar may be.
 *
 * @param beside what else stands on its line, in characters
 */
export function barWidth(output: Pick<Output, 'isTTY' | 'columns'>, beside: number): number {
  const left = lineWidth(output) - beside;
  return Number.isFinite(left) ? Math.min(WIDEST, Math.max(NARROWEST, left)) : USUAL_WIDTH;
}
