import type { RatePanel } from '../../../bench/report/html/rate-panels.ts';
import { LegendKey } from '../../charts/marks/legend-key.tsx';
import { RateChart } from '../../charts/rate-chart.tsx';
import { EmptyNote } from '../parts/empty-note.tsx';
import { Panel } from '../parts/panel.tsx';
import { Section, type SectionProps } from './section.tsx';

/** What rate each server takes: goodput, errors and latency over the rate at which requests were sent. */
export function RateSection({ id, data: { rates = [], strategies } }: SectionProps) {
  return (
    <Section
      id={id}
      title="What rate the server takes: goodput over the rate of requests"
      lead="Requests were sent on schedule, whatever became of them, at one rate after the other. Point at a dot to see what became of it."
    >
      {rates.length === 0 ? (
        <EmptyNote>No rate was measured.</EmptyNote>
      ) : (
        <>
          <Keys isLimited={rates.some(({ lines }) => lines.some(({ mostPerSecond }) => mostPerSecond !== undefined))} />
          {rates.map((panel) => (
            <ServerRates key={panel.server} panel={panel} strategies={strategies} />
          ))}
        </>
      )}
    </Section>
  );
}

function ServerRates({ panel, strategies }: { panel: RatePanel; strategies: readonly string[] }) {
  const { server, lines, answer } = panel;
  const [strategy = ''] = strategies;
  return (
    <>
      <p class="remarks">{answer}</p>
      <div class="panels">
        {lines.map((shown) => (
          <Panel key={shown.title} title={`${server}: ${shown.title} over the rate of requests`}>
            <RateChart server={server} strategy={strategy} strategies={strategies} shown={shown} />
          </Panel>
        ))}
      </div>
    </>
  );
}

function Keys({ isLimited }: { isLimited: boolean }) {
  return (
    <ul class="legend">
      <LegendKey text="the server took the rate" width={20}>
        <circle cx="10" cy="9" r="6" class="key-dot" />
      </LegendKey>
      <LegendKey text="it did not, or that is not known" width={20}>
        <circle cx="10" cy="9" r="6" class="key-line" />
      </LegendKey>
      <LegendKey text="as much as was sent">
        <path d="M0,16L28,2" class="key-faint" />
      </LegendKey>
      {isLimited && (
        <LegendKey text="the most that the server can serve">
          <path d="M0,9H28" class="key-dashed" />
        </LegendKey>
      )}
    </ul>
  );
}
