import type { ComponentChildren } from 'preact';
import type { ReportData } from '../../../bench/report/html/report-data.ts';

/** What every section gets. */
export interface SectionProps {
  /** What links lead to. */
  readonly id: string;
  readonly data: ReportData;
}

/** What a section is made of. */
export interface SectionShellProps {
  /** What links lead to. */
  readonly id: string;
  readonly title: string;
  /** What there is to see, and how to read it. */
  readonly lead?: ComponentChildren;
  readonly children: ComponentChildren;
}

/** A part of the page with its heading. */
export function Section({ id, title, lead, children }: SectionShellProps) {
  return (
    <section id={id} aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{title}</h2>
      {lead !== undefined && <p class="lead">{lead}</p>}
      {children}
    </section>
  );
}
