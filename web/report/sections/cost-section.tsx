import { durationText } from '../../charts/plot/duration-text.ts';
import { bytesText } from '../parts/bytes-text.ts';
import { type Column, DataTable } from '../parts/data-table.tsx';
import { EmptyNote } from '../parts/empty-note.tsx';
import { orDash } from '../parts/or-dash.ts';
import { Section, type SectionProps } from './section.tsx';

const COLUMNS: readonly Column[] = [
  { head: 'CPU', text: ({ cpuSeconds }) => `${cpuSeconds.toFixed(2)} s` },
  { head: 'peak memory', text: ({ peakRssBytes }) => bytesText(peakRssBytes) },
  {
    head: 'memory per request in flight',
    text: ({ bytesPerRequestInFlight, represents }) => (represents ? orDash(bytesPerRequestInFlight, bytesText) : ''),
  },
  { head: 'event loop late, p99', text: ({ eventLoopDelayP99Ms }) => orDash(eventLoopDelayP99Ms, durationText) },
  { head: 'connections', text: ({ connections }) => String(connections) },
  { head: 'peak in flight', text: ({ peakInFlight }) => String(peakInFlight) },
];

/** What it cost the client. */
export function CostSection({ data: { figures, strategies } }: SectionProps) {
  return (
    <Section
      id="costs"
      title="What it cost the client"
      lead="Memory per request in flight is how much the peak grew over a sweep, for each request more; a dash where nothing was swept or no growth was seen."
    >
      {figures.length === 0 ? (
        <EmptyNote>No cell was measured.</EmptyNote>
      ) : (
        <DataTable caption="Costs" columns={COLUMNS} rows={figures} strategies={strategies} />
      )}
    </Section>
  );
}
