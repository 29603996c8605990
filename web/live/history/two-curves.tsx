import { useEffect, useState } from 'preact/hooks';
import type { CurvePanel } from '../../../bench/report/html/curve-panels.ts';
import type { BenchResult } from '../../../bench/result/result.ts';
import type { KeptRun } from '../../../servers/control/experiments/experiment-schemas.ts';
import { GoodputChart } from '../../charts/goodput-chart.tsx';
import { Legend } from '../../charts/marks/legend.tsx';
import { ask, textOf } from '../lab/api.ts';
import { measuredSeries } from '../lab/measured-series.ts';

/** Why a run has no curve of goodput over m. */
const WITHOUT: Readonly<Record<NonNullable<KeptRun['kind']>, string>> = {
  race: 'in which each client had one m, and a curve needs several',
  rate: 'which sent requests on schedule, whatever was in flight: a curve is over m',
  sweep: 'in which too little was measured for a curve',
  tune: 'in which too little was measured for a curve',
};

/** The curves of several runs on one chart; of those that have none, why. */
export function TwoCurves({ runs }: { runs: readonly KeptRun[] }) {
  const ids = runs.map(({ id }) => id);
  const nameOf = (id: string) => `${runs.find((run) => run.id === id)?.kind ?? 'run'} ${id.slice(-4)}`;
  const [results, setResults] = useState<readonly BenchResult[]>([]);
  const [said, setSaid] = useState('');
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
  if (said !== '') return <p class="wrong">{said}</p>;
  const without = runs.filter(({ id }) => results.some((result) => result.id === id && result.curves.length === 0));
  const panel: CurvePanel = {
    server: 'these runs',
    ideal: [],
    series: curves.map(({ name, levels }) => measuredSeries(name, levels)),
  };
  return (
    <>
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
      {without.map(({ id, kind }) => (
        <p key={id} class="empty">
          Not on the chart: the {kind ?? 'run'} {id}, {WITHOUT[kind ?? 'sweep']}.
        </p>
      ))}
    </>
  );
}
