import type { FigureRow } from '../../../bench/report/html/figure-rows.ts';
import { EfficiencyBars } from '../../charts/efficiency-bars.tsx';
import { EfficiencyCurves } from '../../charts/efficiency-curves.tsx';
import { Legend } from '../../charts/marks/legend.tsx';
import { LegendKey } from '../../charts/marks/legend-key.tsx';
import { EmptyNote } from '../parts/empty-note.tsx';
import { Panel } from '../parts/panel.tsx';
import { Section, type SectionProps } from './section.tsx';

/** How far each strategy is from the best that was possible. */
export function EfficiencySection({ id, data: { figures, strategies } }: SectionProps) {
  const known = figures.filter(({ efficiency }) => efficiency !== undefined);
  const panels = [...Map.groupBy(known, ({ server }) => server)];
  const without = [...new Set(figures.filter(({ idealMs }) => idealMs === 0).map(({ server }) => server))];
  const isScheduled = figures.some(({ lateStarts }) => lateStarts !== undefined);
  const withheld = isScheduled ? [] : figures.filter((row) => row.withheld !== undefined);
  const shown = strategies.filter((name) => known.some(({ strategy }) => strategy === name));
  return (
    <Section
      id={id}
      title="How far from the best possible: efficiency"
      lead="The shortest time that the injected delays allow, divided by the time that it took."
    >
      {panels.length === 0 ? (
        <EmptyNote>
          {withheld.length > 0
            ? 'No efficiency is shown for any strategy; the reasons are below.'
            : isScheduled
              ? 'Requests were sent on schedule, and how long that lasts says nothing of who keeps it.'
              : 'No server held its requests for a known time, so there is no ideal to compare with.'}
        </EmptyNote>
      ) : (
        <>
          <Legend shown={shown} all={strategies}>
            <LegendKey text="ideal">
              <path d="M0,9H28" class="key-dashed" />
            </LegendKey>
          </Legend>
          <div class="panels">
            {panels.map(([server, rows]) => (
              <EfficiencyPanel key={server} server={server} rows={rows} strategies={strategies} />
            ))}
          </div>
          {without.length > 0 && (
            <p class="remarks">{without.join(', ')}: no request is held for a known time, so there is no ideal.</p>
          )}
        </>
      )}
      {withheld.map(({ server, strategy, m, withheld: why }) => (
        <p class="remarks" key={`${server} ${strategy} ${m}`}>
          {server} {strategy} at m = {m}: withheld, since {why}.
        </p>
      ))}
    </Section>
  );
}

interface PanelProps {
  readonly server: string;
  readonly rows: readonly FigureRow[];
  readonly strategies: readonly string[];
}

function EfficiencyPanel({ server, rows, strategies }: PanelProps) {
  const isSwept = new Set(rows.map(({ strategy }) => strategy)).size < rows.length;
  const Chart = isSwept ? EfficiencyCurves : EfficiencyBars;
  return (
    <Panel title={`${server}: efficiency ${isSwept ? 'over requests in flight' : 'of each strategy'}`}>
      <Chart server={server} rows={rows} strategies={strategies} />
    </Panel>
  );
}
