import { formatFault } from '../faults/format-profile.ts';
import type { RunningServer } from '../lab/running-server.ts';
import type { EventSource } from './event-stream.ts';

/** What servers do and what there is to see of them, as the event `servers`. */
export function serversSource(servers: () => readonly RunningServer[]): EventSource {
  return {
    name: 'servers',
    state: async () => ({ servers: await Promise.all(servers().map(figuresOf)) }),
  };
}

async function figuresOf(server: RunningServer): Promise<object> {
  const [enabled, profile, live] = await Promise.all([server.isEnabled(), server.faults(), server.live()]);
  return { label: server.label, url: server.url, enabled, faults: profile.map(formatFault), ...live };
}
