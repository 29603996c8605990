import type { FaultKindState } from '../faults/fault-kinds.ts';
import { Breakable } from '../lab/breakable.tsx';

/** What a server does to requests: each of its faults as it is written, and in words. */
export function FaultWords({
  faults,
  isHidden,
  kinds,
}: {
  faults: readonly string[];
  /** Whether they are told to who leads the room alone. */
  isHidden: boolean;
  kinds: readonly FaultKindState[];
}) {
  if (isHidden && faults.length === 0) return <p class="faults">What it does is hidden: it is for you to find out.</p>;
  if (faults.length === 0) return <p class="faults">It answers at once: it has no faults.</p>;
  return (
    <ul class="faults">
      {isHidden && <li>Hidden from all but you:</li>}
      {faults.map((text) => (
        <li key={text}>
          <code>
            <Breakable text={text} />
          </code>{' '}
          {summaryOf(text, kinds)}
        </li>
      ))}
    </ul>
  );
}

function summaryOf(text: string, kinds: readonly FaultKindState[]): string {
  const word = /^[a-z-]*/.exec(text)![0];
  return kinds.find(({ name }) => name === word)?.summary ?? '';
}
