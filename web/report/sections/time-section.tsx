import type { TimeReport } from '../../../bench/report/text/time-report.ts';
import { LegendKey } from '../../charts/marks/legend-key.tsx';
import { partStyle } from '../../charts/marks/part-style.ts';
import { TimeBars } from '../../charts/time-bars.tsx';
import { EmptyNote } from '../parts/empty-note.tsx';
import { Panel } from '../parts/panel.tsx';
import { Section, type SectionProps } from './section.tsx';

/** Where the time went of each strategy and m that is far from its ideal. */
export function TimeSection({ id, data: { times, timeParts, advice, untoldTimes, figures } }: SectionProps) {
  const isKnown = figures.some(({ efficiency }) => efficiency !== undefined);
  return (
    <Section
      id={id}
      title="Where the time went"
      lead="Of every strategy and m under 90 % of its ideal. A bar is all of the elapsed time; what the faults did not inject was lost."
    >
      {times.length === 0 && untoldTimes === '' && (
        <EmptyNote>
          {isKnown
            ? 'Nothing is under 90 % of its ideal.'
            : 'No efficiency is told of any strategy, so it is not known what was lost.'}
        </EmptyNote>
      )}
      {times.length > 0 && <Times times={times} timeParts={timeParts} advice={advice} />}
      {untoldTimes !== '' && (
        <p class="remarks">
          Where the time went was not kept, or the server has forgotten some of the requests: {untoldTimes}.
        </p>
      )}
    </Section>
  );
}

function Times({ times, timeParts, advice }: Pick<SectionProps['data'], 'times' | 'timeParts' | 'advice'>) {
  return (
    <>
      <ul class="legend">
        {timeParts.map(({ part, title }) => (
          <LegendKey key={part} text={title}>
            <rect x="5" width="18" height="18" style={{ fill: partStyle(part).color }} />
          </LegendKey>
        ))}
      </ul>
      <div class="panels">
        {[...Map.groupBy(times, ({ server }) => server)].map(([server, reports]) => (
          <Panel key={server} title={`${server}: where the time went`}>
            <TimeBars server={server} reports={reports} parts={timeParts} />
            <Figures reports={reports} />
          </Panel>
        ))}
      </div>
      <h3>Advice on what cost most</h3>
      <ul class="remarks">
        {advice.map(({ where, advice: what }) => (
          <li key={what}>
            <strong>{where}</strong>: {what}
          </li>
        ))}
      </ul>
    </>
  );
}

/** Every part in figures, for whoever asks: a bar has no room for the small ones. */
function Figures({ reports }: { reports: readonly TimeReport[] }) {
  return (
    <details>
      <summary>All parts in figures</summary>
      <ul class="remarks">
        {reports.map(({ strategy, m, whole, pieces }) => (
          <li key={`${strategy} ${m}`}>
            <strong>
              {strategy} at m = {m}
            </strong>
            , {whole}: {pieces.map(({ percent, title }) => `${percent} % ${title}`).join('; ')}.
          </li>
        ))}
      </ul>
    </details>
  );
}
