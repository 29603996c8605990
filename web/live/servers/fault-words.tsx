import type { FaultKindState } from '../faults/fault-kinds.ts';

/** What a server does to requests: each of its faults as it is written, and in words. */
export function FaultWords({ faults, kinds }: { faults: readonly string[]; kinds: readonly FaultKindState[] }) {
  if (faults.length === 0) return <p class="faults">It answers at once: it has no faults.</p>;
  return (
    <ul class="faults">
      {faults.map((text) => (
        <li key={text}>
          <code>{text}</code> {summaryOf(text, kinds)}
        </li>
      ))}
    </ul>
  );
}

function summaryOf(text: string, kinds: readonly FaultKindState[]): string {
  const word = /^[a-z-]*/.exec(text)![0];
  return kinds.find(({ name }) => name === word)?.summary ?? '';
}
