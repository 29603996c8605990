import { durationText } from '../../charts/plot/duration-text.ts';
import { Section, type SectionProps } from './section.tsx';

/** How it was run: all that it takes to run it again. */
export function RunSection({ id, data }: SectionProps) {
  const { id: run, startedAt, commandLine, seed, timeScale, timeoutMs, items, servers, hooks } = data;
  const { machine, memory, noise, versions } = data;
  return (
    <Section id={id} title="How it was run">
      <dl class="run">
        <dt>command line</dt>
        <dd>
          <code>{commandLine}</code>
        </dd>
        <dt>run</dt>
        <dd>
          {run}, {startedAt}; to make this report again: <code>npx flaglab report {run}</code>
        </dd>
        <dt>seed</dt>
        <dd>{seed}: the same seed meets the same delays and errors</dd>
        <dt>time scale</dt>
        <dd>{timeScale}: every injected duration and the timeout are multiplied by it</dd>
        <dt>timeout</dt>
        <dd>{durationText(timeoutMs)} for a request</dd>
        <dt>{`${data.noun}s ${data.rates === undefined ? 'per cell' : 'asked for in turn'}`}</dt>
        <dd>{items}</dd>
        {servers.map(({ label, faults, schedule }) => (
          <>
            <dt>{label}</dt>
            <dd>
              <code>{faults}</code>
              {schedule !== undefined && (
                <>
                  , then <code>{schedule}</code>
                </>
              )}
            </dd>
          </>
        ))}
        {hooks.map(({ name, command }) => (
          <>
            <dt>--{name}</dt>
            <dd>
              <code>{command}</code>
            </dd>
          </>
        ))}
        <dt>machine</dt>
        <dd>
          {machine.cpu}, {machine.cores} cores, {memory}, {machine.platform}
          {noise}
        </dd>
        <dt>versions</dt>
        <dd>
          flaglab {versions.flaglab}, Node {versions.node}, undici {versions.undici}
        </dd>
      </dl>
    </Section>
  );
}
