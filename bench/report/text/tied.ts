import type { FigureName } from '../../result/figures.ts';
import type { Row } from '../../rows/rows.ts';

/** What was measured several times, or once. */
type Ranged = Pick<Row, 'ranges'>;

/** Who is no farther from the best than this may as well be as good. */
const TIED = 1.02;

/**
 * Whether a row may as well be as good as the best: hardly apart from it, or with repetitions so mixed with those of the best
 * that neither is better.
 *
 * @param ratio how many times better the best is, by their medians
 * @param figure what that was found by
 */
export function isTied(row: Ranged, best: Ranged, ratio: number, figure: FigureName): boolean {
  const [own, other] = [row.ranges?.[figure], best.ranges?.[figure]];
  const isMixed = own !== undefined && other !== undefined && own.low <= other.high && other.low <= own.high;
  return ratio <= TIED || isMixed;
}
