import { useMemo } from 'preact/hooks';
import type { CurvePanel } from '../../../bench/report/html/curve-panels.ts';
import type { ExperimentCell, ExperimentState } from '../../../servers/control/experiments/experiment-schemas.ts';
import { GoodputChart } from '../../charts/goodput-chart.tsx';
import { Legend } from '../../charts/marks/legend.tsx';
import { measuredSeries } from '../lab/measured-series.ts';

/** Goodput over m as far as it is measured; it grows with each level. */
export function LiveCurve({ experiment: { server, cells, state } }: { experiment: ExperimentState }) {
  const measured = cells.filter((cell) => cell.state === 'done' && cell.goodputPerSecond > 0);
  const clients = [...new Set(cells.map(({ client }) => client))];
  const panel = useMemo((): CurvePanel => {
    const series = clients.map((strategy) =>
      measuredSeries(strategy, levelsOf(measured.filter(({ client }) => client === strategy))),
    );
    return { server, series: series.filter(({ levels }) => levels.length > 0), ideal: [] };
  }, [server, measured.length, clients.length]);
  if (panel.series.length === 0) {
    return state === 'running' ? <p class="empty">The curve begins when the first level is measured.</p> : null;
  }
  return (
    <>
      <Legend shown={clients} all={clients} />
      <GoodputChart panel={panel} strategies={clients} />
    </>
  );
}

/** What was measured for each m: the mean of its repetitions, and the least and the most of them. What is withheld of one is withheld of all. */
function levelsOf(cells: readonly ExperimentCell[]) {
  return [...Map.groupBy(cells, ({ m }) => m)]
    .toSorted(([a], [b]) => a - b)
    .map(([m, repeated]) => {
      const values = repeated.map(({ goodputPerSecond }) => goodputPerSecond);
      const value = values.reduce((sum, one) => sum + one, 0) / values.length;
      const withheld = repeated.find((cell) => cell.withheld !== undefined)?.withheld;
      return {
        m,
        repetitions: values.length,
        goodputPerSecond: { value, low: Math.min(...values), high: Math.max(...values) },
        ...(withheld !== undefined && { withheld }),
      };
    });
}
