import type { ReportData } from '../../bench/report/html/report-data.ts';

/** The page's heading: which bench, when, and in one sentence what there is to see. */
export function Heading({ data, links }: { data: ReportData; links: readonly { id: string; link: string }[] }) {
  const { id, startedAt, headline, foretold, figures, failures, warnings } = data;
  const nothing = figures.length === 0 ? 'No cell was measured.' : 'What this answers is not to be said in a sentence.';
  const doubts = [
    ...(failures.length === 0 ? [] : [`${count(failures.length, 'cell')} failed`]),
    ...(warnings.length === 0 ? [] : [count(warnings.length, 'warning')]),
  ];
  return (
    <header>
      <h1>
        Flag Lab bench <span class="id">{id}</span>
      </h1>
      <p class="date">
        <time dateTime={startedAt}>{startedAt.slice(0, 16).replace('T', ' ')} UTC</time>
      </p>
      <p class="headline">{headline ?? nothing}</p>
      {foretold !== undefined && <p class="foretold">{foretold}</p>}
      {doubts.length > 0 && (
        <p class="doubts">
          Before you trust the figures, read this: <a href="#warnings">{doubts.join(', ')}</a>.
        </p>
      )}
      <nav aria-label="Sections">
        {links.map(({ id: section, link }) => (
          <a key={section} href={`#${section}`}>
            {link}
          </a>
        ))}
      </nav>
    </header>
  );
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
