import { useEffect, useRef, useState } from 'preact/hooks';
import type { ServerState } from '../../../servers/control/schemas.ts';
import type { ServerFigures } from '../../../servers/control/servers-source.ts';
import { ask, textOf } from '../lab/api.ts';
import { ForWhoLeads } from '../lab/for-who-leads.tsx';
import { useMayChange } from '../lab/may-change.ts';
import { Wrong } from '../lab/wrong.tsx';
import { FaultForm } from './fault-form.tsx';
import type { FaultKindState } from './fault-kinds.ts';
import type { DraftFault } from './use-preview.ts';

/** A fault that is edited; its number stays the same while others come and go. */
interface Draft {
  readonly number: number;
  readonly fault: DraftFault;
  readonly isRight: boolean;
}

/** The faults of a server, to look at and to change. */
export function FaultsView({ server, kinds }: { server: ServerFigures; kinds: readonly FaultKindState[] }) {
  const [drafts, setDrafts] = useState<readonly Draft[]>([]);
  const [isEdited, setEdited] = useState(false);
  const [said, setSaid] = useState('');
  const [wrong, setWrong] = useState('');
  const mayChange = useMayChange() === true;
  /** What the server had when that was last read, as text. */
  const [read, setRead] = useState<string>();
  /** How often something was changed here: known at once, and not only with the next drawing. */
  const edits = useRef(0);
  const path = `/api/servers/${encodeURIComponent(server.label)}`;
  const running = JSON.stringify(server.faults);

  const show = ({ profile, faults }: ServerState) => {
    setDrafts(profile.map((fault, number) => ({ number, fault: fault as DraftFault, isRight: true })));
    setEdited(false);
    setRead(JSON.stringify(faults));
  };
  // What somebody else has changed is shown, but not over what is being typed here, nor what was begun since it was asked for.
  useEffect(() => {
    if (isEdited) return;
    const before = edits.current;
    const isWanted = () => edits.current === before;
    ask<ServerState>('GET', `${path}/faults`).then(
      (state) => isWanted() && show(state),
      (error) => isWanted() && setWrong(textOf(error)),
    );
  }, [running, isEdited]);

  const change = (changed: (before: readonly Draft[]) => readonly Draft[]) => {
    edits.current += 1;
    setDrafts(changed);
    setEdited(true);
    setSaid('');
    setWrong('');
  };
  const send = async (what: Promise<ServerState>, done: string) => {
    setSaid('');
    setWrong('');
    try {
      show(await what);
      setSaid(done);
    } catch (error) {
      setWrong(textOf(error));
    }
  };
  const apply = () =>
    send(
      ask('PUT', `${path}/faults`, { faults: drafts.map(({ fault }) => fault) }),
      'Applied: it holds for the next request.',
    );
  const reset = () => send(ask('POST', `${path}/reset`), 'Reset: the faults that it started with, and a new run.');
  const add = (name: string) => {
    const kind = kinds.find((known) => known.name === name);
    if (kind === undefined) return;
    change((before) => [...before, { number: nextNumber(before), fault: kind.exampleFault, isRight: false }]);
  };
  // Before it is known what the server has, nothing can be changed.
  if (read === undefined) return wrong === '' ? <p>Reading …</p> : <Wrong text={wrong} />;
  return (
    <section class="knobs" aria-label={`Faults of ${server.label}`}>
      <p class="tools">
        <button
          type="button"
          class="main"
          disabled={!mayChange || !isEdited || drafts.some(({ isRight }) => !isRight)}
          onClick={() => void apply()}
        >
          Apply
        </button>
        <button type="button" disabled={!mayChange} onClick={() => void reset()}>
          Reset to how it started
        </button>
        {isEdited && (
          <button type="button" onClick={() => setEdited(false)}>
            Discard my changes
          </button>
        )}
        {isEdited && read !== running && (
          <strong class="elsewhere" role="alert">
            The faults were changed elsewhere meanwhile: Apply replaces those by yours.
          </strong>
        )}
        <label>
          Add a fault{' '}
          <select value="" onChange={(event) => add(event.currentTarget.value)}>
            <option value="">choose …</option>
            {kinds.map(({ name, summary }) => (
              <option key={name} value={name}>
                {name}: {summary}
              </option>
            ))}
          </select>
        </label>
        <span role="status">{said}</span>
      </p>
      <Wrong text={wrong} />
      <ForWhoLeads what="Applying and resetting" />
      <p>
        Running now{server.hidden && ', hidden from all who do not lead'}:{' '}
        {server.faults.length === 0
          ? server.hidden
            ? 'for you to find out'
            : 'no faults'
          : server.faults.map((text) => <code key={text}>{text} </code>)}
      </p>
      {drafts.map((draft) => {
        const { number, fault } = draft;
        const kind = kinds.find(({ name }) => name === fault.fault);
        // What has changed meanwhile stays: this may be called for a drawing that is older.
        const replaced = (changed: Partial<Draft>) => (before: readonly Draft[]) =>
          before.map((one) => (one.number === number ? { ...one, ...changed } : one));
        return (
          kind !== undefined && (
            <FaultForm
              key={number}
              draft={fault}
              kind={kind}
              label={server.label}
              onChange={(changed) => change(replaced({ fault: changed, isRight: false }))}
              onRemove={() => change((before) => before.filter((one) => one.number !== number))}
              onChecked={(isRight) => setDrafts(replaced({ isRight }))}
            />
          )
        );
      })}
      {drafts.length === 0 && server.hidden !== true && (
        <p class="empty">It answers at once. Add a fault to see what your client makes of it.</p>
      )}
    </section>
  );
}

function nextNumber(drafts: readonly Draft[]): number {
  return Math.max(-1, ...drafts.map(({ number }) => number)) + 1;
}
