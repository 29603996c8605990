import type { SectionProps } from './sections/section.tsx';

const LINKS = [
  ['goodput', 'Goodput'],
  ['efficiency', 'Efficiency'],
  ['times', 'Where the time went'],
  ['requests', 'Requests'],
  ['timeline', 'Over time'],
  ['latency', 'Latency'],
  ['outcomes', 'Outcomes'],
  ['figures', 'Figures'],
  ['costs', 'Costs'],
  ['warnings', 'Warnings'],
  ['run', 'How it was run'],
] as const;

/** The page's heading: which bench, when, and in one sentence what there is to see. */
export function Heading({ data }: SectionProps) {
  const { id, startedAt, headline, foretold, figures, failures, warnings, timelines } = data;
  const nothing = figures.length === 0 ? 'No cell was measured.' : 'What this answers is not to be said in a sentence.';
  const links = LINKS.filter(([section]) => section !== 'timeline' || timelines.length > 0);
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
        {links.map(([section, text]) => (
          <a key={section} href={`#${section}`}>
            {text}
          </a>
        ))}
      </nav>
    </header>
  );
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
