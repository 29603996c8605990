import type { TimelinePanel } from '../../../bench/report/html/timeline-panels.ts';
import { LegendKey } from '../../charts/marks/legend-key.tsx';
import { StrategyMark } from '../../charts/marks/strategy-mark.tsx';
import { durationText } from '../../charts/plot/duration-text.ts';
import { TimelineChart } from '../../charts/timeline-chart.tsx';
import { Panel } from '../parts/panel.tsx';
import { Section, type SectionProps } from './section.tsx';

/** How each strategy went on as time passed; folded where the faults were the same all the time. Nothing for short cells. */
export function TimelineSection({ id, data: { timelines, strategies, noun } }: SectionProps) {
  const steady = timelines.filter(({ changes }) => changes === undefined);
  const changing = timelines.filter(({ changes }) => changes !== undefined);
  const names = [...new Set(steady.map(({ server }) => server))].join(', ');
  return (
    <Section
      id={id}
      title="How it went on: goodput, errors and latency over time"
      lead={`Of each strategy, at its highest m. Where one ${noun} ended, it counts. p50 needs 10 ${noun}s that ended in one slice of time, p95 needs 100.`}
    >
      <Keys isChanging={changing.length > 0} />
      {[...Map.groupBy(changing, ({ server }) => server)].map(([server, panels]) => (
        <div key={server}>
          <Changes server={server} panels={panels} />
          <Panels panels={panels} strategies={strategies} />
        </div>
      ))}
      {steady.length > 0 && (
        <details>
          <summary>{names}: the faults were the same all the time</summary>
          <Panels panels={steady} strategies={strategies} />
        </details>
      )}
    </Section>
  );
}

interface PanelsProps {
  readonly panels: readonly TimelinePanel[];
  readonly strategies: readonly string[];
}

function Panels({ panels, strategies }: PanelsProps) {
  return (
    <div class="panels">
      {panels.map((panel) => (
        <Panel key={`${panel.server} ${panel.strategy}`} title={<Title panel={panel} strategies={strategies} />}>
          <TimelineChart panel={panel} strategies={strategies} />
        </Panel>
      ))}
    </div>
  );
}

function Title({ panel, strategies }: { panel: TimelinePanel; strategies: readonly string[] }) {
  const { server, strategy, m, sliceMs } = panel;
  return (
    <>
      <StrategyMark strategy={strategy} all={strategies} /> {server} {strategy}, m = {m}: in slices of {sliceMs / 1000}{' '}
      s
    </>
  );
}

/** When the faults of a server changed, and to what. */
function Changes({ server, panels }: { server: string; panels: readonly TimelinePanel[] }) {
  const all = panels.flatMap(({ changes = [] }) => changes);
  const byNumber = [...new Map(all.map((change) => [change.number, change])).values()];
  return (
    <ul class="remarks">
      {byNumber.length === 0 && <li>{server}: no cell lasted until its faults changed.</li>}
      {byNumber
        .toSorted((a, b) => a.number - b.number)
        .map(({ number, atMs, faults }) => (
          <li key={number}>
            <strong>{number}</strong>: {server} from {durationText(atMs)} on: <code>{faults}</code>
          </li>
        ))}
    </ul>
  );
}

function Keys({ isChanging }: { isChanging: boolean }) {
  return (
    <ul class="legend">
      <LegendKey text="goodput (in the strategy's colour)">
        <rect y="4" width="28" height="10" class="key-server" />
      </LegendKey>
      <LegendKey text="errors">
        <rect y="4" width="28" height="10" style={{ fill: 'var(--failed)' }} />
      </LegendKey>
      <LegendKey text="p50 of the latency">
        <path d="M0,9H28" class="key-line" />
      </LegendKey>
      <LegendKey text="p95 of the latency">
        <path d="M0,9H28" class="key-dotted" />
      </LegendKey>
      {isChanging && (
        <LegendKey text="the faults change" width={8}>
          <path d="M4,0V18" class="key-dashed" />
        </LegendKey>
      )}
    </ul>
  );
}
