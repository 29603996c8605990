import { durationText } from '../../charts/plot/duration-text.ts';
import { type Column, DataTable } from '../parts/data-table.tsx';
import { EmptyNote } from '../parts/empty-note.tsx';
import { orDash } from '../parts/or-dash.ts';
import { Section, type SectionProps } from './section.tsx';

const COLUMNS: readonly Column[] = [
  { head: 'ok', text: ({ outcomes, items }) => `${outcomes.ok} of ${items}` },
  { head: 'elapsed', text: ({ elapsedMs }) => durationText(elapsedMs) },
  { head: 'goodput', text: ({ goodputPerSecond }) => `${goodputPerSecond.toFixed(1)}/s` },
  { head: 'efficiency', text: ({ efficiency }) => orDash(efficiency, (share) => `${Math.round(share * 100)} %`) },
  { head: 'p50', text: ({ latencyP50Ms }) => orDash(latencyP50Ms, durationText) },
  { head: 'p95', text: ({ latencyP95Ms }) => orDash(latencyP95Ms, durationText) },
  { head: 'p99', text: ({ latencyP99Ms }) => orDash(latencyP99Ms, durationText) },
];

/** Where requests started on schedule. */
const LATE_STARTS: Column = { head: 'late starts', text: ({ lateStarts }) => orDash(lateStarts, String) };

/** What was measured, as a table. */
export function FigureSection({ data: { figures, strategies, definitions } }: SectionProps) {
  const isRepeated = figures.some(({ repetitions }) => repetitions > 1);
  const isScheduled = figures.some(({ lateStarts }) => lateStarts !== undefined);
  return (
    <Section
      id="figures"
      title="What was measured"
      lead={isRepeated ? 'Of repetitions, the one with the median elapsed time.' : undefined}
    >
      {figures.length === 0 ? (
        <EmptyNote>No cell was measured.</EmptyNote>
      ) : (
        <DataTable
          caption="Speed and latency"
          columns={isScheduled ? [...COLUMNS, LATE_STARTS] : COLUMNS}
          rows={figures}
          strategies={strategies}
        />
      )}
      <details>
        <summary>What the figures mean</summary>
        <dl>
          {definitions.map(({ title, unit, definition }) => (
            <div key={title}>
              <dt>{unit === '' ? title : `${title} (${unit})`}</dt>
              <dd>{definition}</dd>
            </div>
          ))}
        </dl>
      </details>
    </Section>
  );
}
