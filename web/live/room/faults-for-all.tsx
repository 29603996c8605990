import { useState } from 'preact/hooks';
import { ask } from '../lab/api.ts';

/** Gives all servers the same faults at once, for who leads. */
export function FaultsForAll({ send }: { send: (what: Promise<unknown>) => void }) {
  const [text, setText] = useState('');
  const [isHidden, setHidden] = useState(false);
  const faults = text.split('\n').flatMap((line) => line.trim() || []);
  return (
    <details class="how">
      <summary>Faults for all servers</summary>
      <form
        class="faults-for-all"
        onSubmit={(event) => {
          event.preventDefault();
          send(ask('PUT', '/api/servers/faults', { faults, hidden: isHidden }));
        }}
      >
        <label>
          One on each line, or none
          <textarea
            rows={3}
            placeholder={'delay=uniform:500ms..5s\nstatus=503@25%'}
            value={text}
            onInput={(event) => setText(event.currentTarget.value)}
          />
        </label>
        <label>
          <input type="checkbox" checked={isHidden} onChange={(event) => setHidden(event.currentTarget.checked)} /> hide
          them from all who do not lead
        </label>
        <p class="tools">
          <button type="submit" class="main" disabled={faults.length === 0}>
            Set for all servers
          </button>
          <button type="button" onClick={() => send(ask('POST', '/api/servers/reset'))}>
            Reset all to how they started
          </button>
        </p>
      </form>
    </details>
  );
}
