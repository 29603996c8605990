import { useCallback, useEffect, useMemo, useState } from 'preact/hooks';
import type { RequestsEvent } from '../../servers/control/requests-feed.ts';
import type { Run } from '../../servers/control/runs/run-schemas.ts';
import { useFaultKinds } from './faults/fault-kinds.ts';
import { FaultsView } from './faults/faults-view.tsx';
import { HistoryView } from './history/history-view.tsx';
import { JudgeView } from './judge/judge-view.tsx';
import { MayChange, useAccess } from './lab/may-change.ts';
import { shownNames } from './lab/shown-name.ts';
import { useLab } from './lab/use-lab.ts';
import { hrefOf, useRoute } from './lab/use-route.ts';
import { FIRST_CHOICES, type OrderChoices } from './race/order-choices.ts';
import { RaceView } from './race/race-view.tsx';
import { RequestsView } from './requests/requests-view.tsx';
import { cleared, NO_REQUESTS, type ShownRequests, withEvent } from './requests/shown-requests.ts';
import { RoomView } from './room/room-view.tsx';
import { ServersView } from './servers/servers-view.tsx';

/** The views, in the order in which they are offered. */
const VIEWS = [
  { view: 'servers', title: 'Servers', isOfOne: false },
  { view: 'requests', title: 'Requests', isOfOne: true },
  { view: 'faults', title: 'Faults', isOfOne: true },
  { view: 'race', title: 'Race', isOfOne: false },
  { view: 'judge', title: 'Judge a client', isOfOne: false },
  { view: 'history', title: 'History', isOfOne: false },
  { view: 'room', title: 'Room', isOfOne: false },
] as const;

/** The page: what runs, whether it can be reached, and the view that one has chosen. */
export function Live() {
  const route = useRoute();
  const { view, isOfOne, title } = VIEWS.find((known) => known.view === route.view) ?? VIEWS[0];
  const [first, setFirst] = useState<string>();
  const label = isOfOne ? (route.label ?? first) : undefined;
  const [run, setRun] = useState<Run>();
  const [order, setOrder] = useState<OrderChoices>(FIRST_CHOICES);
  const [requests, setRequests] = useState<ShownRequests>(NO_REQUESTS);
  const onRequests = useCallback((event: RequestsEvent) => setRequests((before) => withEvent(before, event)), []);
  const onClear = useCallback(() => setRequests(cleared), []);
  useEffect(() => {
    document.title = `${title} · Flag Lab`;
  }, [title]);
  const lab = useLab(view === 'requests' ? label : undefined, onRequests);
  const kinds = useFaultKinds(lab.isConnected);
  const mayChange = useAccess(lab.isConnected);
  const shownRun = useMemo(() => shownNames(lab.room), [lab.room]);
  const { servers } = lab;
  const isRoom = lab.room !== undefined;
  if (first === undefined && servers.length > 0) setFirst(servers[0]!.now.label);
  const server = servers.find(({ now }) => now.label === label);
  return (
    <MayChange.Provider value={mayChange}>
      <header class="top">
        <h1>Flag Lab</h1>
        <nav aria-label="Views">
          {VIEWS.map((known) => (
            <a key={known.view} href={hrefOf(known.view)} aria-current={known.view === view ? 'page' : undefined}>
              {known.title}
            </a>
          ))}
          <a href="/api/docs">API</a>
        </nav>
        {lab.timeScale !== 1 && <p class="time-scale">injected times × {lab.timeScale}</p>}
        <p class="connection" role="status" data-state={String(lab.isConnected)}>
          {connectionText(lab.isConnected)}
        </p>
      </header>
      <main>
        {isOfOne && (
          <nav class="of" aria-label="Servers">
            {servers.map(({ now }) => (
              <a key={now.label} href={hrefOf(view, now.label)} aria-current={now.label === label ? 'true' : undefined}>
                {now.label}
              </a>
            ))}
          </nav>
        )}
        {isOfOne && servers.length > 0 && server === undefined && <p>There is no server {label} here.</p>}
        {view === 'servers' && <ServersView servers={servers} isRoom={isRoom} />}
        {view === 'requests' && server !== undefined && (
          <RequestsView
            key={label}
            label={server.now.label}
            url={server.now.url}
            isRoom={isRoom}
            requests={requests.label === label ? requests : NO_REQUESTS}
            shownRun={shownRun}
            onClear={onClear}
          />
        )}
        {view === 'faults' && server !== undefined && kinds.length > 0 && (
          <FaultsView key={label} server={server.now} kinds={kinds} />
        )}
        {/* What they have asked for is of that lab, and stays on the screen while it is away. */}
        {view === 'race' && lab.name !== undefined && (
          <RaceView key={lab.name} experiment={lab.experiment} chosen={order} onChoose={setOrder} />
        )}
        {view === 'history' && lab.name !== undefined && <HistoryView key={lab.name} />}
        {view === 'room' && lab.name !== undefined && <RoomView key={lab.name} change={lab.room} />}
        {view === 'judge' && <JudgeView lab={lab.name} servers={servers} run={run} setRun={setRun} isRoom={isRoom} />}
      </main>
    </MayChange.Provider>
  );
}

function connectionText(isConnected: boolean | undefined): string {
  if (isConnected === undefined) return 'connecting …';
  return isConnected ? '● live' : '○ disconnected: the lab is gone; this page comes back when it does';
}
