import { LimitChart } from '../../charts/limit-chart.tsx';
import { LegendKey } from '../../charts/marks/legend-key.tsx';
import { StrategyMark } from '../../charts/marks/strategy-mark.tsx';
import { Panel } from '../parts/panel.tsx';
import { Section, type SectionProps } from './section.tsx';

/** How the adaptive strategy found its own concurrency; nothing where none did. */
export function LimitSection({ id, data: { limits, strategies } }: SectionProps) {
  const names = [...new Set(limits.map(({ strategy }) => strategy))];
  return (
    <Section
      id={id}
      title="How the concurrency limit adapted"
      lead="The limit that the strategy set itself as its requests ended. Nobody told it how much the server can take."
    >
      <ul class="legend">
        {names.map((strategy) => (
          <li key={strategy}>
            <StrategyMark strategy={strategy} all={strategies} /> limit of {strategy}
          </li>
        ))}
        {limits.some(({ slots }) => slots !== undefined) && (
          <LegendKey text="requests that the server serves at once">
            <path d="M0,9H28" class="key-dashed" />
          </LegendKey>
        )}
      </ul>
      <div class="panels">
        {limits.map((panel) => (
          <Panel
            key={`${panel.server} ${panel.strategy}`}
            title={`${panel.server}: limit of ${panel.strategy} over time`}
          >
            <LimitChart panel={panel} strategies={strategies} />
          </Panel>
        ))}
      </div>
    </Section>
  );
}
