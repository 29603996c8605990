import { Section, type SectionProps } from './section.tsx';

/** Who sent the load, where several machines did. */
export function AgentSection({ id, data: { agents } }: SectionProps) {
  if (agents === undefined) return null;
  return (
    <Section id={id} title="Who sent the load" lead={agents.note}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <section class="table" aria-label="Agents" tabIndex={0}>
        <table>
          <caption>Agents</caption>
          <thead>
            <tr>
              {agents.heads.map((head) => (
                <th scope="col" key={head}>
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {agents.rows.map(([name, ...texts], row) => (
              <tr key={row}>
                <th scope="row">{name}</th>
                {texts.map((text, column) => (
                  <td key={agents.heads[column + 1]}>{text}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </Section>
  );
}
