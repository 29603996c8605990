import { Section, type SectionProps } from './section.tsx';

/** Why the figures may be less than they seem: what failed, and what the bench doubts, each with what to do. */
export function WarningSection({ id, data: { failures, warnings } }: SectionProps) {
  // What a failed cell warns of is said by the failure itself.
  const others = warnings.filter(({ kind }) => failures.length === 0 || kind !== 'cell-failed');
  const groups = [...Map.groupBy(others, ({ kind, hint }) => `${kind} ${hint}`).values()];
  return (
    <Section id={id} title="Why the figures may be less than they seem">
      {failures.length === 0 && others.length === 0 && (
        <p>Nothing failed, and the bench found no reason to doubt itself.</p>
      )}
      {[...Map.groupBy(failures, ({ error }) => error)].map(([error, group]) => (
        <div class="doubt failed" key={error}>
          <h3>Failed: {error}</h3>
          <ul>
            {group.map(({ cell }) => (
              <li key={cell}>{cell}</li>
            ))}
          </ul>
        </div>
      ))}
      {groups.map((group) => (
        <div class="doubt" key={`${group[0]!.kind} ${group[0]!.hint}`}>
          <h3>{sentence(group[0]!.hint)}</h3>
          <ul>
            {group.map(({ message, where }) => (
              <li key={message}>{sentence(where === '' ? message : `${message.replace(/\.$/, '')}: ${where}`)}</li>
            ))}
          </ul>
        </div>
      ))}
    </Section>
  );
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`;
}
