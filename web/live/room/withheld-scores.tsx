import type { ShownName } from '../lab/shown-name.ts';
import type { Scored } from './score-table.tsx';

/** So many names are told of a reason; of more, how many they are. */
const MOST_NAMED = 6;

/** Why names have no score, a line for each reason; nothing where all have one. */
export function WithheldScores({ scored, shown }: { scored: readonly Scored[]; shown: ShownName }) {
  const without = scored.filter(({ seat }) => seat.last.score === undefined);
  const reasons = Map.groupBy(without, ({ seat }) => seat.last.efficiencyWithheld ?? 'nothing has ended yet');
  if (reasons.size === 0) return null;
  return (
    <ul class="withheld">
      {[...reasons].map(([reason, those]) => (
        <li key={reason}>
          No score for {namesText(those.map(({ name }) => shown(name)))}: {reason}
        </li>
      ))}
    </ul>
  );
}

function namesText(names: readonly string[]): string {
  const named = names.slice(0, MOST_NAMED).join(', ');
  return names.length > MOST_NAMED ? `${named} and ${names.length - MOST_NAMED} more` : named;
}
