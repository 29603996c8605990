import type { ExperimentCell } from '../../../servers/control/experiments/experiment-schemas.ts';
import { OUTCOME_STYLES } from '../../charts/marks/outcome-styles.ts';
import { StrategyMark } from '../../charts/marks/strategy-mark.tsx';
import { Flag } from './flag.tsx';

const STATES: Readonly<Record<ExperimentCell['state'], string>> = {
  waiting: 'waits for its turn',
  running: 'is running',
  done: 'done',
  failed: 'could not be measured',
  cancelled: 'cancelled',
};

/**
 * A client at work: how far it is, and the flags that have come, in the order in which they did. Where its speed is withheld,
 * the reason stands for it.
 */
export function Lane({
  cell,
  clients,
  place,
  isNext,
}: {
  cell: ExperimentCell;
  clients: readonly string[];
  place: number | undefined;
  /** Whether it is the first that waits, and none is running. */
  isNext: boolean;
}) {
  const { client, m, state, elapsedMs, items, outcomes, goodputPerSecond, flags, error, withheld } = cell;
  const { ok = 0 } = outcomes;
  return (
    <article class="lane" data-client={client} data-state={state} aria-label={`${client} with ${m} in flight`}>
      <header>
        <h3>
          {place !== undefined && <span class="place">{place}.</span>} <StrategyMark strategy={client} all={clients} />{' '}
          {client}
        </h3>
        <span class="m">m = {m}</span>
        <span class="clock">{withheld === undefined ? `${(elapsedMs / 1000).toFixed(2)} s` : '–'}</span>
        <span>
          <b>{ok}</b> of {items} flags
        </span>
        {withheld === undefined && <span>{goodputPerSecond.toFixed(1)} ok/s</span>}
        {failures(cell).map(([why, count]) => (
          <span key={why} class="failure">
            ✕ {count} × {why}
          </span>
        ))}
        <span class="state">{stateText(cell, isNext)}</span>
      </header>
      <div class="flags">
        {flags.map((code, i) => (
          <Flag key={i} code={code} />
        ))}
      </div>
      {(error ?? withheld) !== undefined && <p class="doubt">{error ?? `No speed is given: ${withheld}.`}</p>}
    </article>
  );
}

/** Why flags did not come, and how many for each reason; while it runs, what became of them. */
function failures({ outcomes, reasons }: ExperimentCell): [why: string, count: number][] {
  const { ok: _, ...others } = outcomes;
  const kinds = Object.entries(others).filter(([kind]) => reasons === undefined || kind === 'notFound');
  const named = kinds.map(([kind, count]): [string, number] => [titleOf(kind), count]);
  return [...Object.entries(reasons ?? {}), ...named].filter(([, count]) => count > 0);
}

/** What an outcome is called, in words. */
function titleOf(kind: string): string {
  return OUTCOME_STYLES.find((style) => style.kind === kind)?.title ?? kind;
}

function stateText({ state, efficiency, elapsedMs }: ExperimentCell, isNext: boolean): string {
  // Its servers are started first, and it itself.
  if (isNext || (state === 'running' && elapsedMs === 0)) return 'is being started';
  if (state !== 'done') return STATES[state];
  return efficiency === undefined ? STATES.done : `${Math.round(efficiency * 100)} % of the ideal`;
}
