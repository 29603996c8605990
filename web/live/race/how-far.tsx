import { counted } from '../../../lib/units/counted.ts';
import type { ExperimentCell, ExperimentState } from '../../../servers/control/experiments/experiment-schemas.ts';

/** How many flags have come, or failed. */
function outcomesOf({ outcomes }: ExperimentCell): number {
  return Object.values(outcomes).reduce((sum, count) => sum + count, 0);
}

/** How far a sweep or a search has come while it goes on, and what is measured now. How long a search goes on nobody knows. */
export function HowFar({ experiment: { kind, state, cells } }: { experiment: ExperimentState }) {
  if (state !== 'running') return null;
  const over = cells.filter((cell) => cell.state !== 'waiting' && cell.state !== 'running').length;
  const now = cells.find((cell) => cell.state === 'running');
  const measurements = counted(kind === 'sweep' ? cells.length : over, 'measurement');
  return (
    <p class="how-far">
      {kind === 'sweep' ? `${over} of ${measurements} done` : `${measurements} done`}
      {now !== undefined &&
        `; now ${now.client} with ${now.m} in flight at most: ${outcomesOf(now)} of ${now.items} flags`}
    </p>
  );
}
