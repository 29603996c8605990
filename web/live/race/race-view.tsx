import { useEffect, useRef, useState } from 'preact/hooks';
import { counted } from '../../../lib/units/counted.ts';
import type {
  ExperimentOrder,
  ExperimentState,
  ExperimentsState,
} from '../../../servers/control/experiments/experiment-schemas.ts';
import { ask, textOf } from '../lab/api.ts';
import { Command } from '../lab/command.tsx';
import { ForWhoLeads } from '../lab/for-who-leads.tsx';
import { useMayChange } from '../lab/may-change.ts';
import { hrefOf } from '../lab/use-route.ts';
import { Wrong } from '../lab/wrong.tsx';
import { HowFar } from './how-far.tsx';
import { Lane } from './lane.tsx';
import { LiveCurve } from './live-curve.tsx';
import type { OrderChoices } from './order-choices.ts';
import { OrderForm } from './order-form.tsx';
import { placesOf } from './places.ts';
import { Ranking } from './ranking.tsx';

/** What one will see of each kind, for who has not seen one. */
const WHAT_HAPPENS: Readonly<Record<OrderChoices['kind'], string>> = {
  race: 'Those who take part download the same flags, one client after the other, so that none is in another’s way. Each flag is seen when it comes. At the end stands who was done first, and how long it takes at least.',
  sweep:
    'Those who take part download the flags again and again, each time with twice as many requests in flight. The curve shows from where on more of them gain little.',
  tune: 'The lab looks for the fewest requests in flight that are about as fast as any, by some measurements of its choice.',
};

/** Races, sweeps and searches for the best m: what to start, and the one that goes on or was last. */
export function RaceView({
  experiment,
  chosen,
  onChoose,
}: {
  experiment: ExperimentState | undefined;
  /** What was chosen in the form. */
  chosen: OrderChoices;
  onChoose: (chosen: OrderChoices) => void;
}) {
  const [choices, setChoices] = useState<ExperimentsState>();
  const [said, setSaid] = useState('');
  useEffect(() => {
    ask<ExperimentsState>('GET', '/api/experiments').then(setChoices, (error) => setSaid(textOf(error)));
  }, []);
  const send = (what: Promise<unknown>) => {
    setSaid('');
    what.catch((error) => setSaid(textOf(error)));
  };
  const isRunning = experiment?.state === 'running';
  return (
    <section class="race" aria-label="Race">
      {choices !== undefined && (
        <OrderForm
          choices={choices}
          chosen={chosen}
          onChoose={onChoose}
          isRunning={isRunning}
          onStart={(order: ExperimentOrder) => send(ask('POST', '/api/experiments', order))}
        />
      )}
      <ForWhoLeads what="Starting and cancelling" />
      <Wrong text={said} />
      {experiment === undefined ? (
        <p class="empty">{WHAT_HAPPENS[chosen.kind]}</p>
      ) : (
        <Course experiment={experiment} onCancel={() => send(ask('DELETE', `/api/experiments/${experiment.id}`))} />
      )}
    </section>
  );
}

function Course({ experiment, onCancel }: { experiment: ExperimentState; onCancel: () => void }) {
  const {
    kind,
    state,
    intent,
    cells,
    headline,
    answers = [],
    ranking = [],
    report,
    error = '',
    commandLine,
  } = experiment;
  const clients = [...new Set(cells.map(({ client }) => client))];
  const mayChange = useMayChange() === true;
  const places = placesOf(experiment);
  const next = cells.some((cell) => cell.state === 'running')
    ? undefined
    : cells.find((cell) => state === 'running' && cell.state === 'waiting');
  const end = useRef<HTMLDivElement>(null);
  const intentLine = useRef<HTMLParagraphElement>(null);
  const wasWatched = useRef(false);
  useEffect(() => {
    if (state === 'running') wasWatched.current = true;
    // Lanes of many flags are longer than the screen: who has watched them to their end is shown how it came out, each part of it.
    else if (wasWatched.current) end.current?.scrollIntoView({ block: 'nearest' });
  }, [state, ranking.length, answers.length, report]);
  useEffect(() => {
    // The button that was pressed can be pressed no longer: who has no mouse goes on from here.
    const focused = document.activeElement;
    if (focused === document.body || focused?.matches(':disabled')) intentLine.current?.focus({ preventScroll: true });
  }, [state]);
  return (
    <>
      <p class="intent" ref={intentLine} tabIndex={-1}>
        {state === 'done' ? inThePast(intent) : intent}{' '}
        {state === 'running' && (
          <button onClick={onCancel} type="button" disabled={!mayChange}>
            Cancel
          </button>
        )}
      </p>
      {kind !== 'race' && <HowFar experiment={experiment} />}
      {kind !== 'race' && <LiveCurve key={experiment.id} experiment={experiment} />}
      {kind === 'race' &&
        cells.map((cell) => (
          <Lane
            key={`${cell.client} ${cell.m}`}
            cell={cell}
            clients={clients}
            place={places.get(cell)}
            isNext={cell === next}
          />
        ))}
      <div ref={end}>
        {kind === 'race' && <Ranking experiment={experiment} />}
        <Wrong text={error} />
        {state === 'cancelled' && <Cancelled experiment={experiment} />}
        <div role="status">
          {answers.map((answer) => (
            <p key={answer} class="answer">
              {answer}
            </p>
          ))}
          {headline !== undefined && answers.length === 0 && <p class="answer">{headline}</p>}
        </div>
        {report !== undefined && (
          <p>
            <a href={report} target="_blank" rel="noopener">
              The whole report
            </a>{' '}
            · the same by hand: <Command text={commandLine} />
          </p>
        )}
      </div>
    </>
  );
}

/** What there is of an experiment that was cancelled, and where. */
function Cancelled({ experiment: { cells } }: { experiment: ExperimentState }) {
  const done = cells.filter(({ state }) => state === 'done').length;
  return (
    <p>
      It was cancelled{' '}
      {done === 0
        ? 'before anything was measured'
        : `after ${done} of ${counted(cells.length, 'measurement')}, which it keeps`}
      : see the <a href={hrefOf('history')}>History</a>.
    </p>
  );
}

/** What is said of an experiment that goes on, once it is over. */
function inThePast(intent: string): string {
  return intent.replace(/^Racing /, 'Raced ').replace(/^Measuring /, 'Measured ');
}
