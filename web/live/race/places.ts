import { isTied } from '../../../bench/report/text/tied.ts';
import type { ExperimentCell, ExperimentState } from '../../../servers/control/experiments/experiment-schemas.ts';

/** A race measures each client once: there are no repetitions that could be mixed. */
const ONCE = {};

/**
 * The place of each client that has one, in the order of the ranking, as the headline has it: who may as well be as good as
 * the first of a place shares it, and the next place counts all before it. Whose speed is withheld has none.
 */
export function placesOf({
  ranking = [],
  cells,
}: Pick<ExperimentState, 'ranking' | 'cells'>): ReadonlyMap<ExperimentCell, number> {
  const places = new Map<ExperimentCell, number>();
  let place = 1;
  let best: ExperimentCell | undefined;
  for (const [i, at] of ranking.entries()) {
    const cell = cells[at]!;
    if (best === undefined || !isTied(ONCE, ONCE, best.goodputPerSecond / cell.goodputPerSecond, 'goodput')) {
      best = cell;
      place = i + 1;
    }
    places.set(cell, place);
  }
  return places;
}
