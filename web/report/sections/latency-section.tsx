import { LatencyChart } from '../../charts/latency-chart.tsx';
import { Legend } from '../../charts/marks/legend.tsx';
import { LegendKey } from '../../charts/marks/legend-key.tsx';
import { EmptyNote } from '../parts/empty-note.tsx';
import { Panel } from '../parts/panel.tsx';
import { Section, type SectionProps } from './section.tsx';

/** How long requests took, beside how long the server held them. */
export function LatencySection({ id, data: { latencies, strategies, noun } }: SectionProps) {
  const shown = strategies.filter((name) => latencies.some(({ series }) => series.some((s) => s.strategy === name)));
  return (
    <Section
      id={id}
      title="How long requests took: latency"
      lead="The dashed line shows the injected delays. What lies between it and a strategy's line was added by waiting in the server's queue and by the client itself. The dot is the median."
    >
      {latencies.length === 0 ? (
        <EmptyNote>No records were kept with this run, or no {noun} came, so there are no latencies to draw.</EmptyNote>
      ) : (
        <>
          <Legend shown={shown} all={strategies}>
            <LegendKey text="injected delay">
              <path d="M0,9H28" class="key-dashed" />
            </LegendKey>
          </Legend>
          <div class="panels">
            {latencies.map((panel) => (
              <Panel key={panel.server} title={`${panel.server}: distribution of latency`}>
                <LatencyChart panel={panel} strategies={strategies} />
              </Panel>
            ))}
          </div>
        </>
      )}
    </Section>
  );
}
