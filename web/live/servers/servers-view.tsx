import type { WatchedServer } from '../lab/use-lab.ts';
import { useNow } from '../lab/use-now.ts';
import { ServerCard } from './server-card.tsx';

/** How often what has no event of its own moves on: a minute that passes, a rate that falls. */
const REFRESH_MS = 500;

/** All servers, a card each. */
export function ServersView({ servers }: { servers: readonly WatchedServer[] }) {
  const nowMs = useNow(REFRESH_MS);
  return (
    <div class="cards" style={{ '--cards': servers.length }}>
      {servers.map((server) => (
        <ServerCard key={server.now.label} server={server} nowMs={nowMs} />
      ))}
    </div>
  );
}
