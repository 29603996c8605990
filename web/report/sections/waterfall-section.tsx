import { useState } from 'preact/hooks';
import type { Waterfall } from '../../../bench/report/html/waterfalls.ts';
import { LegendKey } from '../../charts/marks/legend-key.tsx';
import { StrategyMark } from '../../charts/marks/strategy-mark.tsx';
import { durationText } from '../../charts/plot/duration-text.ts';
import { WaterfallChart } from '../../charts/waterfall/waterfall-chart.tsx';
import { Choice } from '../parts/choice.tsx';
import { EmptyNote } from '../parts/empty-note.tsx';
import { Panel } from '../parts/panel.tsx';
import { Switches } from '../parts/switches.tsx';
import { Section, type SectionProps } from './section.tsx';

/** When each request was sent and answered: the strategies of one server below each other on one time axis. */
export function WaterfallSection({ id, data: { waterfalls, strategies, noun } }: SectionProps) {
  const servers = [...new Set(waterfalls.map(({ server }) => server))];
  const [server, setServer] = useState(mostTelling(waterfalls) ?? '');
  const [off, setOff] = useState<readonly string[]>([]);
  const here = waterfalls.filter((waterfall) => waterfall.server === server);
  const shown = here.filter(({ strategy }) => !off.includes(strategy));
  const endMs = Math.max(...shown.map(lastMs));
  return (
    <Section
      id={id}
      title="The race: every request over time"
      lead={`A row for each ${noun}, sorted by start. Point at a row to see its figures, or use the arrow keys. Hide the slow ones, and the axis fits the others.`}
    >
      {servers.length === 0 ? (
        <EmptyNote>No records were kept with this run, so its requests cannot be drawn.</EmptyNote>
      ) : (
        <>
          <div class="choices">
            <Choice title="Server" options={servers} chosen={server} onChoose={setServer} />
            <Switches title="Strategies" options={here.map(({ strategy }) => strategy)} off={off} onSwitch={setOff} />
          </div>
          <Keys />
          {shown.map((waterfall, i) => (
            <Panel key={waterfall.strategy} title={<Title waterfall={waterfall} strategies={strategies} />}>
              <WaterfallChart
                waterfall={waterfall}
                endMs={endMs}
                hasLabel={i === shown.length - 1}
                strategies={strategies}
              />
            </Panel>
          ))}
        </>
      )}
    </Section>
  );
}

function Title({ waterfall, strategies }: { waterfall: Waterfall; strategies: readonly string[] }) {
  const { server, strategy, level, elapsedMs, items, rows } = waterfall;
  const left = rows.code.length < items ? `; ${rows.code.length} of ${items} requests are drawn, evenly chosen` : '';
  return (
    <>
      <StrategyMark strategy={strategy} all={strategies} /> {server} {strategy}, {level}: {durationText(elapsedMs)}
      {left}
    </>
  );
}

function Keys() {
  return (
    <ul class="legend">
      <LegendKey text="waiting for a slot">
        <rect y="4" width="28" height="10" class="key-waiting" />
      </LegendKey>
      <LegendKey text="waiting for the server (in the strategy's colour)">
        <rect y="4" width="28" height="10" class="key-server" />
      </LegendKey>
      <LegendKey text="body" width={6}>
        <rect y="4" width="6" height="10" class="key-body" />
      </LegendKey>
      <LegendKey text="not ok" width={12}>
        <path d="M2,5L10,13M10,5L2,13" class="key-failed" />
      </LegendKey>
      <LegendKey text="ideal">
        <path d="M0,9H28" class="key-dashed" />
      </LegendKey>
    </ul>
  );
}

/** The server whose strategies have most to wait for: that is where they differ. */
function mostTelling(waterfalls: readonly Waterfall[]): string | undefined {
  return waterfalls.toSorted((a, b) => b.idealMs - a.idealMs)[0]?.server;
}

function lastMs({ rows }: Waterfall): number {
  return Math.max(...rows.endedMs);
}
