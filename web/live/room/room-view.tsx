import { useState } from 'preact/hooks';
import type { RoomState } from '../../../servers/control/room/room-schemas.ts';
import { ask, textOf } from '../lab/api.ts';
import { ForWhoLeads } from '../lab/for-who-leads.tsx';
import { useMayChange } from '../lab/may-change.ts';
import { shownNames } from '../lab/shown-name.ts';
import { Wrong } from '../lab/wrong.tsx';
import { COLUMNS } from './columns.ts';
import { crowdingColumns, crowdingTexts } from './crowding.ts';
import { FaultsForAll } from './faults-for-all.tsx';
import { Join } from './join.tsx';
import { Predictions } from './predictions.tsx';
import { ScoreDoubts } from './score-doubts.tsx';
import { ScoreTable } from './score-table.tsx';
import { useRoom } from './use-room.ts';
import { useShownServer } from './use-shown-server.ts';

/**
 * A room of learners: how to join, who has done how well on the server that is shown, and what who leads it can do.
 *
 * @param change what the events tell of the room; undefined where the lab has none
 */
export function RoomView({ change }: { change: object | undefined }) {
  const room = useRoom(change);
  const [label, choose] = useShownServer(room);
  const [said, setSaid] = useState('');
  const mayChange = useMayChange() === true;
  if (change === undefined) {
    return (
      <p class="empty">
        This lab has no room of learners. <code>npx flaglab serve --room</code> starts one with it.
      </p>
    );
  }
  if (room === undefined) return <p>Reading …</p>;
  const scored = room.names.flatMap(({ name, seats }) =>
    seats.filter((seat) => seat.label === label).map((seat) => ({ name, seat })),
  );
  const { areNamesHidden } = room;
  const shown = shownNames(room);
  const isShared = room.capacity === 'shared';
  const columns = isShared ? [...COLUMNS, ...crowdingColumns(shown)] : COLUMNS;
  const crowded = isShared ? crowdingTexts(scored, shown) : [];
  const { fairness } = room.servers.find((server) => server.label === label) ?? {};
  const send = (what: Promise<unknown>) => {
    setSaid('');
    what.catch((error) => setSaid(textOf(error)));
  };
  const forgetAll = () => {
    if (!window.confirm(forgetQuestion(room.frozen))) return;
    choose(label);
    send(ask('POST', '/api/room/reset'));
  };
  return (
    <section aria-label="Room">
      <Join room={room} label={label} />
      <p class="tools">
        <label>
          on{' '}
          <select value={label} onChange={(event) => choose(event.currentTarget.value)}>
            {room.servers.map((server) => (
              <option key={server.label}>{server.label}</option>
            ))}
          </select>
        </label>
        {mayChange && (
          <>
            <button type="button" onClick={() => send(ask('PATCH', '/api/room', { areNamesHidden: !areNamesHidden }))}>
              {areNamesHidden ? 'Show names' : 'Hide names'}
            </button>
            <button type="button" onClick={() => send(ask('PATCH', '/api/room', { frozen: !room.frozen }))}>
              {room.frozen ? 'Let it go on' : 'Freeze'}
            </button>
            <button type="button" onClick={forgetAll}>
              Forget all names
            </button>
          </>
        )}
        <span role="status">
          {room.names.length} of {room.maxNames} names; {capacityText(room, fairness)}
          {room.frozen && ' Frozen: nothing changes here until it goes on.'}
          {areNamesHidden && ' Names are off the screens, but no secret: whoever asks the control API is told.'}
        </span>
      </p>
      <Wrong text={said} />
      <div class="board">
        {scored.length === 0 ? (
          <p class="empty">Nobody has asked {label} by a name yet.</p>
        ) : (
          <ScoreTable scored={scored} columns={columns} shown={shown} />
        )}
        <div class="told">
          <Predictions room={room} label={label} />
          {crowded.map((text) => (
            <p key={text} class="crowded">
              {text}
            </p>
          ))}
          <ScoreDoubts scored={scored} shown={shown} />
        </div>
      </div>
      {mayChange && <FaultsForAll />}
      <ForWhoLeads what="Hiding names, freezing, forgetting and setting the faults of all servers" />
    </section>
  );
}

function forgetQuestion(isFrozen: boolean): string {
  const still = isFrozen ? ' The board is frozen: it shows them until it goes on.' : '';
  return `Forget all names, with all that they have done and foretold? Nothing brings them back.${still}`;
}

function capacityText({ capacity }: RoomState, fairness: number | undefined): string {
  if (capacity === 'own') return 'each has limits of its own.';
  if (fairness === undefined) return 'all share the limits.';
  return `all share the limits; fairness ${fairness.toFixed(2)} (Jain’s index: 1 where all are slowed down alike).`;
}
