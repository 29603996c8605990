import type { ExperimentCell, ExperimentState } from '../../../servers/control/experiments/experiment-schemas.ts';
import { durationText } from '../../charts/plot/duration-text.ts';
import { placesOf } from './places.ts';

/** Who was done in which time, the fastest first, each beside its own ideal, which nobody can beat with as many in flight. */
export function Ranking({ experiment }: { experiment: ExperimentState }) {
  const places = placesOf(experiment);
  const ranked = [...places.keys()];
  const longest = Math.max(...ranked.flatMap(({ elapsedMs, idealMs = 0 }) => [elapsedMs, idealMs]));
  const isKnown = ranked.some(hasIdeal);
  if (ranked.length === 0) return null;
  return (
    <div class="ranking">
      <ol>
        {ranked.map((cell) => (
          <li key={`${cell.client} ${cell.m}`}>
            <span>
              <span class="place">{places.get(cell)}.</span> {cell.client} {durationText(cell.elapsedMs)}
            </span>
            <span class="track">
              <span class="time" style={{ width: `${(100 * cell.elapsedMs) / longest}%` }} />
              {hasIdeal(cell) && <span class="ideal" style={{ left: `${(100 * cell.idealMs) / longest}%` }} />}
            </span>
            <span class="ideal-text">{hasIdeal(cell) && `ideal ${durationText(cell.idealMs)}`}</span>
          </li>
        ))}
      </ol>
      {new Set(places.values()).size < ranked.length && (
        <p>Those who share a place were too close to each other for a single race to tell who is faster.</p>
      )}
      {isKnown && (
        <p>
          <span class="ideal-key" /> the ideal of each, for as many in flight as it may have. Nobody can be faster.
        </p>
      )}
    </div>
  );
}

/** Whether it is known what the best with its m could do. */
function hasIdeal(cell: ExperimentCell): cell is ExperimentCell & { readonly idealMs: number } {
  return cell.idealMs !== undefined && cell.idealMs > 0;
}
