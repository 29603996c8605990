import { joinedServer } from '../../../servers/control/room/joined-server.ts';
import { NothingYet } from '../lab/nothing-yet.tsx';
import type { WatchedServer } from '../lab/use-lab.ts';
import { useNow } from '../lab/use-now.ts';
import { ServerCard } from './server-card.tsx';

/** How often what has no event of its own moves on: a minute that passes, a rate that falls. */
const REFRESH_MS = 500;

/** All servers, a card each. */
export function ServersView({ servers, isRoom }: { servers: readonly WatchedServer[]; isRoom: boolean }) {
  const nowMs = useNow(REFRESH_MS);
  const newcomers = joinedServer(servers.map(({ now }) => now));
  const wasAsked = servers.some(({ now: { requests, inFlight } }) => requests + inFlight > 0);
  return (
    <>
      <div class="cards" style={{ '--cards': servers.length }}>
        {servers.map((server) => (
          <ServerCard key={server.now.label} server={server} nowMs={nowMs} />
        ))}
      </div>
      {newcomers !== undefined && !wasAsked && (
        <NothingYet label={newcomers.label} url={newcomers.url} isRoom={isRoom} />
      )}
    </>
  );
}
