import { type Column, DataTable } from '../parts/data-table.tsx';
import { EmptyNote } from '../parts/empty-note.tsx';
import { Section, type SectionProps } from './section.tsx';

const COLUMNS: readonly Column[] = [
  'cpu',
  'peakRss',
  {
    head: 'peak RSS per request in flight',
    text: ({ memoryPerRequestInFlight = '–', represents }) => (represents ? memoryPerRequestInFlight : ''),
  },
  'eventLoopDelay',
  'connections',
  'peakInFlight',
];

/** What it cost the client. */
export function CostSection({ id, data: { figures, strategies, definitions } }: SectionProps) {
  return (
    <Section
      id={id}
      title="What it cost the client"
      lead="Peak RSS per request in flight is how much the most memory grew over a sweep, for each request more; a dash where nothing was swept or no growth was seen."
    >
      {figures.length === 0 ? (
        <EmptyNote>No cell was measured.</EmptyNote>
      ) : (
        <DataTable caption="Costs" columns={COLUMNS} rows={figures} strategies={strategies} definitions={definitions} />
      )}
    </Section>
  );
}
