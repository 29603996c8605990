import { useEffect, useState } from 'preact/hooks';
import { counted } from '../../../lib/units/counted.ts';
import type { KeptRun } from '../../../servers/control/experiments/experiment-schemas.ts';
import { ask, textOf } from '../lab/api.ts';
import { Command } from '../lab/command.tsx';
import { hrefOf } from '../lab/use-route.ts';
import { mayHaveCurve, TwoCurves } from './two-curves.tsx';

/** So many runs can be put on one chart. */
const MOST_COMPARED = 2;

/** The runs that are kept, with what each of them found. */
export function HistoryView() {
  const [runs, setRuns] = useState<readonly KeptRun[]>();
  const [said, setSaid] = useState('');
  const [chosen, setChosen] = useState<readonly string[]>([]);
  useEffect(() => {
    ask<readonly KeptRun[]>('GET', '/api/history').then(setRuns, (error) => setSaid(textOf(error)));
  }, []);
  const choose = (id: string, isChosen: boolean) =>
    setChosen(isChosen ? [...chosen, id].slice(-MOST_COMPARED) : chosen.filter((other) => other !== id));
  if (said !== '') return <p class="wrong">{said}</p>;
  if (runs === undefined) return <p>Reading …</p>;
  if (runs.length === 0) {
    return (
      <p class="empty">
        Nothing has been measured yet. Start a <a href={hrefOf('race')}>race</a>, or{' '}
        <Command text="npx flaglab bench" />.
      </p>
    );
  }
  return (
    <section aria-label="History">
      <p>
        Tick two sweeps or searches to see them on one chart. Others have no curve: of a race each client has one m, and
        requests on schedule have none.
      </p>
      {chosen.length > 0 && <TwoCurves runs={runs.filter(({ id }) => chosen.includes(id))} />}
      <ul class="runs">
        {runs.map(({ id, kind, startedAt, headline, damage, cellsDone, cellsPlanned }) => (
          <li key={id}>
            {mayHaveCurve(kind) ? (
              <label>
                <input
                  type="checkbox"
                  checked={chosen.includes(id)}
                  onChange={(event) => choose(id, event.currentTarget.checked)}
                />{' '}
                <Title kind={kind} startedAt={startedAt} />
              </label>
            ) : (
              <Title kind={kind} startedAt={startedAt} />
            )}
            {cellsDone < cellsPlanned && ` · ${cellsDone} of ${counted(cellsPlanned, 'measurement')}`}{' '}
            <a href={`/reports/${id}`} target="_blank" rel="noopener">
              Report {id}
            </a>
            <p>{damage ?? headline ?? 'Nothing was measured.'}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Title({ kind, startedAt }: { kind: KeptRun['kind']; startedAt: string }) {
  return (
    <>
      <b>{kind ?? 'run'}</b> {new Date(startedAt).toLocaleString()}
    </>
  );
}
