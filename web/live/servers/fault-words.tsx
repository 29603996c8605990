import type { ServerFigures } from '../../../servers/control/servers-source.ts';
import { Breakable } from '../lab/breakable.tsx';

/** What a server does to requests: each of its faults in words, and as it is written. */
export function FaultWords({
  server: { faults, faultWords, hidden },
}: {
  server: Pick<ServerFigures, 'faults' | 'faultWords' | 'hidden'>;
}) {
  const isHidden = hidden === true;
  if (isHidden && faults.length === 0) return <p class="faults">What it does is hidden: it is for you to find out.</p>;
  if (faults.length === 0) return <p class="faults">It answers at once: it has no faults.</p>;
  return (
    <ul class="faults">
      {isHidden && <li>Hidden from all but you:</li>}
      {faults.map((text, i) => (
        <li key={text}>
          {faultWords[i]}{' '}
          <code>
            <Breakable text={text} />
          </code>
        </li>
      ))}
    </ul>
  );
}
