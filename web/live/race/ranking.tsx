import type { ExperimentState } from '../../../servers/control/experiments/experiment-schemas.ts';
import { durationText } from '../../charts/plot/duration-text.ts';

/** Who was done in which time, the fastest first, beside the ideal that nobody can beat. */
export function Ranking({ experiment: { ranking = [], cells } }: { experiment: ExperimentState }) {
  const ranked = ranking.map((place) => cells[place]!);
  const longest = Math.max(...ranked.map(({ elapsedMs }) => elapsedMs));
  const ideals = ranked.flatMap(({ idealMs }) => (idealMs === undefined || idealMs === 0 ? [] : [idealMs]));
  const ideal = ideals.length === 0 ? undefined : Math.min(...ideals);
  if (ranked.length === 0) return null;
  return (
    <div class="ranking">
      <ol>
        {ranked.map(({ client, m, elapsedMs }) => (
          <li key={`${client} ${m}`}>
            <span>
              {client} {durationText(elapsedMs)}
            </span>
            <span class="track">
              <span class="time" style={{ width: `${(100 * elapsedMs) / longest}%` }} />
              {ideal !== undefined && <span class="ideal" style={{ left: `${(100 * ideal) / longest}%` }} />}
            </span>
          </li>
        ))}
      </ol>
      {ideal !== undefined && (
        <p>
          <span class="ideal-key" /> the ideal for the most in flight: {durationText(ideal)}. Nobody can be faster.
        </p>
      )}
    </div>
  );
}
