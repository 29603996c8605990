import { counted } from '../../../lib/units/counted.ts';
import type { ShownName } from '../lab/shown-name.ts';
import { APART, type Scored } from './score-table.tsx';
import { usualFlags } from './usual-flags.ts';
import { withheldKind } from './withheld-kind.ts';

/** So many names are told of a reason; of more, how many they are. */
const MOST_NAMED = 8;

/** Why names have no score, a line for each kind of reason, and whose figures are of more or fewer flags than most; nothing where all can be compared. */
export function ScoreDoubts({ scored, shown }: { scored: readonly Scored[]; shown: ShownName }) {
  const without = scored.filter(({ seat }) => seat.last.score === undefined);
  const kinds = Map.groupBy(without, (one) => withheldKind(reasonOf(one)));
  const doubts = [...kinds].map(([kind, those]) => {
    return `No score for ${namesText(those.map(({ name }) => shown(name)))}: ${sharedReason(those) ?? kind}`;
  });
  const usual = usualFlags(scored.map(({ seat }) => seat));
  const others = usual === undefined ? [] : scored.filter(({ seat }) => seat.last.flags !== usual);
  if (others.length > 0) {
    const named = namesText(others.map(({ name, seat }) => `${shown(name)} (${counted(seat.last.flags, 'flag')})`));
    doubts.push(`${APART} Not to be compared with who asked for ${usual} flags: ${named}`);
  }
  if (doubts.length === 0) return null;
  return (
    <ul class="doubts">
      {doubts.map((doubt) => (
        <li key={doubt}>{doubt}</li>
      ))}
    </ul>
  );
}

/** What stands for a reason that would give hidden faults away. */
const HIDDEN = 'hidden';

function reasonOf({ seat }: Scored): string {
  const { shareWithheld = 'nothing has ended yet' } = seat.last;
  return shareWithheld === HIDDEN ? 'the reason is hidden with the faults of the server' : shareWithheld;
}

/** The reason with its figures, where all have the same; else undefined. */
function sharedReason(those: readonly Scored[]): string | undefined {
  const [reason, ...others] = new Set(those.map(reasonOf));
  return others.length === 0 ? reason : undefined;
}

function namesText(names: readonly string[]): string {
  const named = names.slice(0, MOST_NAMED).join(', ');
  return names.length > MOST_NAMED ? `${named} and ${names.length - MOST_NAMED} more` : named;
}
