import { formatFault } from '../faults/format-profile.ts';
import type { RunningServer } from '../lab/running-server.ts';
import type { LiveFigures } from '../records/live-figures.ts';
import type { EventSource } from './event-stream.ts';

/** The figures of a server that are told. */
export interface ToldFigures extends Omit<LiveFigures, 'queued'> {
  /** How many requests wait for a place; absent where its faults are hidden. */
  readonly queued?: number;
}

/** What there is to see of a server. */
export interface ServerFigures extends ToldFigures {
  readonly label: string;
  readonly url: string;
  readonly enabled: boolean;
  /** Each in text form. */
  readonly faults: readonly string[];
  /** Where its faults are told to who leads the room alone. */
  readonly hidden?: true;
}

/** What servers do and what there is to see of them, as the event `servers`. */
export function serversSource(servers: () => readonly RunningServer[]): EventSource {
  return {
    name: 'servers',
    state: async () => ({ servers: await Promise.all(servers().map(figuresOf)) }),
  };
}

async function figuresOf(server: RunningServer): Promise<ServerFigures> {
  const [enabled, profile, live] = await Promise.all([server.isEnabled(), server.faults(), server.live()]);
  return { label: server.label, url: server.url, enabled, faults: profile.map(formatFault), ...live };
}
