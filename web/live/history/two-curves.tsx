import { useEffect, useRef, useState } from 'preact/hooks';
import type { CurvePanel } from '../../../bench/report/html/curve-panels.ts';
import type { BenchResult } from '../../../bench/result/result.ts';
import type { KeptRun } from '../../../servers/control/experiments/experiment-schemas.ts';
import { GoodputChart } from '../../charts/goodput-chart.tsx';
import { Legend } from '../../charts/marks/legend.tsx';
import { ask, textOf } from '../lab/api.ts';
import { measuredSeries } from '../lab/measured-series.ts';

/** Whether a run is of a kind that has a curve of goodput over m. */
export function mayHaveCurve(kind: KeptRun['kind']): boolean {
  return kind === 'sweep' || kind === 'tune';
}

/** The curves of several runs on one chart; of those that have none, why. */
export function TwoCurves({ runs }: { runs: readonly KeptRun[] }) {
  const ids = runs.map(({ id }) => id);
  const nameOf = (id: string) => `${runs.find((run) => run.id === id)?.kind ?? 'run'} ${id.slice(-4)}`;
  const [results, setResults] = useState<readonly BenchResult[]>([]);
  const [said, setSaid] = useState('');
  const chart = useRef<HTMLDivElement>(null);
  useEffect(() => {
    Promise.all(ids.map((id) => ask<BenchResult>('GET', `/api/history/${id}`))).then(setResults, (error) =>
      setSaid(textOf(error)),
    );
  }, [ids.join(' ')]);
  const curves = results.flatMap(({ id, curves: ofRun }) =>
    ofRun.map((curve) => ({ ...curve, name: `${curve.strategy} on ${curve.server}, ${nameOf(id)}` })),
  );
  const drawn = runs.filter(({ id }) => results.some((result) => result.id === id && result.curves.length > 0));
  const names = curves.map(({ name }) => name);
  // The runs that it is made of may be far below it.
  useEffect(() => chart.current?.scrollIntoView({ block: 'nearest' }), [results]);
  if (said !== '') return <p class="wrong">{said}</p>;
  const without = results.filter(({ curves: ofRun }) => ofRun.length === 0);
  const panel: CurvePanel = {
    server: 'these runs',
    ideal: [],
    series: curves.map(({ name, levels }) => measuredSeries(name, levels)),
  };
  return (
    <div ref={chart}>
      {panel.series.length > 0 && (
        <>
          <Legend shown={names} all={names} />
          <GoodputChart key={names.join()} panel={panel} strategies={names} />
        </>
      )}
      {new Set(drawn.map(({ timeScale }) => timeScale)).size > 1 && (
        <p class="doubt">
          Not to be compared:{' '}
          {drawn.map(({ id, timeScale }) => `${nameOf(id)} ran at time scale ${timeScale}`).join(', ')}. A server waits
          for so much of what its faults say, and so it seems faster.
        </p>
      )}
      {without.map(({ id, cells, planned }) => (
        <p key={id} class="empty">
          Not on the chart: the {runs.find((run) => run.id === id)?.kind} {id},{' '}
          {cells.length < planned.length
            ? `of whose ${planned.length} measurements ${cells.length} were done: a curve is judged when all are`
            : 'in which too little was measured for a curve'}
          .
        </p>
      ))}
    </div>
  );
}
