import { LegendKey } from '../../charts/marks/legend-key.tsx';
import { OUTCOME_STYLES } from '../../charts/marks/outcome-styles.ts';
import { OutcomeBars } from '../../charts/outcome-bars.tsx';
import { EmptyNote } from '../parts/empty-note.tsx';
import { Panel } from '../parts/panel.tsx';
import { Section, type SectionProps } from './section.tsx';

/** How the items of each strategy ended. */
export function OutcomeSection({ id, data: { figures, reasons, rates, noun } }: SectionProps) {
  const rows = figures.filter(({ represents }) => represents);
  const seen = OUTCOME_STYLES.filter(({ kind }) => rows.some(({ outcomes }) => outcomes[kind] > 0));
  return (
    <Section
      id={id}
      title="How requests ended: outcomes"
      lead={`Of each strategy, at its highest ${rates === undefined ? 'm' : 'rate'}.`}
    >
      {rows.length === 0 ? (
        <EmptyNote>No cell was measured, so nothing ended.</EmptyNote>
      ) : (
        <>
          <ul class="legend">
            {seen.map(({ kind, title, color }) => (
              <LegendKey key={kind} text={title}>
                <rect x="5" width="18" height="18" style={{ fill: color }} />
              </LegendKey>
            ))}
          </ul>
          <div class="panels">
            {[...Map.groupBy(rows, ({ server }) => server)].map(([server, group]) => (
              <Panel key={server} title={`${server}: outcomes of each strategy`}>
                <OutcomeBars server={server} rows={group} noun={noun} />
              </Panel>
            ))}
          </div>
          {reasons.length > 0 && <h3>Why requests failed</h3>}
          <ul>
            {reasons.map(({ where, reasons: why }) => (
              <li key={where}>
                {where}: {why}
              </li>
            ))}
          </ul>
        </>
      )}
    </Section>
  );
}
