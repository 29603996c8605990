import { type Column, DataTable } from '../parts/data-table.tsx';
import { EmptyNote } from '../parts/empty-note.tsx';
import { Section, type SectionProps } from './section.tsx';

const COLUMNS: readonly Column[] = [
  { head: 'ok', text: ({ outcomes, items }) => `${outcomes.ok} of ${items}` },
  'errors',
  'elapsed',
  'goodput',
  'efficiency',
  'p50',
  'p95',
  'p99',
];

/** Requests on schedule have no efficiency. */
const SCHEDULED_COLUMNS: readonly Column[] = [
  ...COLUMNS.filter((column) => column !== 'efficiency'),
  'lateStarts',
  'offered',
];

/** What was measured, as a table. */
export function FigureSection({ id, data: { figures, strategies, definitions } }: SectionProps) {
  const isRepeated = figures.some(({ repetitions }) => repetitions > 1);
  const isScheduled = figures.some(({ lateStarts }) => lateStarts !== undefined);
  return (
    <Section id={id} title="What was measured" lead={isRepeated ? 'Of repetitions, the medians.' : undefined}>
      {figures.length === 0 ? (
        <EmptyNote>No cell was measured.</EmptyNote>
      ) : (
        <DataTable
          caption="Speed and latency"
          columns={isScheduled ? SCHEDULED_COLUMNS : COLUMNS}
          rows={figures}
          strategies={strategies}
          definitions={definitions}
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
