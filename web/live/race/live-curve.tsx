import { useMemo } from 'preact/hooks';
import type { CurvePanel } from '../../../bench/report/html/curve-panels.ts';
import type { ExperimentState } from '../../../servers/control/experiments/experiment-schemas.ts';
import { GoodputChart } from '../../charts/goodput-chart.tsx';
import { Legend } from '../../charts/marks/legend.tsx';
import { measuredSeries } from '../lab/measured-series.ts';

/** Goodput over m as far as it is measured; it grows with each level. */
export function LiveCurve({ experiment: { server, cells } }: { experiment: ExperimentState }) {
  const measured = cells.filter(({ state, goodputPerSecond }) => state === 'done' && goodputPerSecond > 0);
  const clients = [...new Set(cells.map(({ client }) => client))];
  const panel = useMemo((): CurvePanel => {
    const series = clients.map((strategy) =>
      measuredSeries(
        strategy,
        measured
          .filter(({ client }) => client === strategy)
          .toSorted((a, b) => a.m - b.m)
          .map(({ m, repetition, goodputPerSecond: value }) => ({
            m,
            repetitions: repetition,
            goodputPerSecond: { value, low: value, high: value },
          })),
      ),
    );
    return { server, series: series.filter(({ levels }) => levels.length > 0), ideal: [] };
  }, [server, measured.length, clients.length]);
  if (panel.series.length === 0) return <p class="empty">The curve begins when the first level is measured.</p>;
  return (
    <>
      <Legend shown={clients} all={clients} />
      <GoodputChart panel={panel} strategies={clients} />
    </>
  );
}
