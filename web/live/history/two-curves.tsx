import { useEffect, useState } from 'preact/hooks';
import type { CurvePanel } from '../../../bench/report/html/curve-panels.ts';
import type { BenchResult } from '../../../bench/result/result.ts';
import { GoodputChart } from '../../charts/goodput-chart.tsx';
import { Legend } from '../../charts/marks/legend.tsx';
import { ask, textOf } from '../lab/api.ts';
import { measuredSeries } from '../lab/measured-series.ts';

/** The curves of several runs on one chart. */
export function TwoCurves({ ids }: { ids: readonly string[] }) {
  const [results, setResults] = useState<readonly BenchResult[]>([]);
  const [said, setSaid] = useState('');
  useEffect(() => {
    Promise.all(ids.map((id) => ask<BenchResult>('GET', `/api/history/${id}`))).then(setResults, (error) =>
      setSaid(textOf(error)),
    );
  }, [ids.join(' ')]);
  const curves = results.flatMap(({ id, curves: ofRun }) =>
    ofRun.map((curve) => ({ ...curve, name: `${curve.strategy} on ${curve.server}, ${id.slice(-4)}` })),
  );
  const names = curves.map(({ name }) => name);
  if (said !== '') return <p class="wrong">{said}</p>;
  if (results.length > 0 && curves.length === 0) {
    return <p class="empty">Neither of them is a sweep or a search, so there is no curve.</p>;
  }
  const panel: CurvePanel = {
    server: 'these runs',
    ideal: [],
    series: curves.map(({ name, levels }) => measuredSeries(name, levels)),
  };
  if (panel.series.length === 0) return null;
  return (
    <>
      <Legend shown={names} all={names} />
      <GoodputChart key={names.join()} panel={panel} strategies={names} />
    </>
  );
}
