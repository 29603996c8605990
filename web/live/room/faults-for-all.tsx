import { useState } from 'preact/hooks';
import { counted } from '../../../lib/units/counted.ts';
import type { ServerState } from '../../../servers/control/schemas.ts';
import { ask, textOf } from '../lab/api.ts';
import { Wrong } from '../lab/wrong.tsx';

/** Gives all servers the same faults at once, for who leads, and says which they have since. */
export function FaultsForAll() {
  const [text, setText] = useState('');
  const [isHidden, setHidden] = useState(false);
  const [done, setDone] = useState('');
  const [wrong, setWrong] = useState('');
  const faults = text.split('\n').flatMap((line) => line.trim() || []);
  const sendFaults = (asked: Promise<ServerState[]>, doneText: (servers: ServerState[]) => string) => {
    setDone('');
    setWrong('');
    asked.then(
      (servers) => setDone(doneText(servers)),
      (error) => setWrong(textOf(error)),
    );
  };
  return (
    <details class="how">
      <summary>Faults for all servers</summary>
      <form
        class="faults-for-all"
        onSubmit={(event) => {
          event.preventDefault();
          sendFaults(ask('PUT', '/api/servers/faults', { faults, hidden: isHidden }), faultsText);
        }}
      >
        <label>
          One on each line, or none
          <textarea
            rows={3}
            placeholder={'delay=uniform:500ms..5s\nstatus=503@25%'}
            value={text}
            onInput={(event) => {
              setText(event.currentTarget.value);
              setWrong('');
            }}
          />
        </label>
        <Wrong text={wrong} />
        <label>
          <input type="checkbox" checked={isHidden} onChange={(event) => setHidden(event.currentTarget.checked)} /> hide
          them from all who do not lead
        </label>
        <p class="tools">
          <button type="submit" class="main" disabled={faults.length === 0}>
            Set for all servers
          </button>
          <button type="button" onClick={() => sendFaults(ask('POST', '/api/servers/reset'), resetText)}>
            Reset all to how they started
          </button>
        </p>
        <p role="status">{done}</p>
      </form>
    </details>
  );
}

/** What all servers do now, and who is told. */
function faultsText([first, ...others]: readonly ServerState[]): string {
  if (first === undefined) return '';
  const faults = first.faults.length === 0 ? 'no faults' : first.faults.join(', ');
  const who = first.hidden ? 'hidden from all who do not lead' : 'all can see them';
  return `Set for ${counted(1 + others.length, 'server')}: ${faults}; ${who}.`;
}

function resetText(servers: readonly ServerState[]): string {
  return `Reset ${counted(servers.length, 'server')} to how they started; all can see their faults.`;
}
