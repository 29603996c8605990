import { faultInWords, formatFault } from '../faults/format-profile.ts';
import type { RunningServer } from '../lab/running-server.ts';
import type { Lab } from '../lab/start-lab.ts';
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
  /** The same faults in words, a sentence each. */
  readonly faultWords: readonly string[];
  /** Where its faults are told to who leads the room alone. */
  readonly hidden?: true;
}

/** What servers do and what there is to see of them. */
export interface ServersState {
  /** What the lab multiplies every injected duration by. */
  readonly timeScale: number;
  readonly servers: readonly ServerFigures[];
}

/** That state of a lab as the event `servers`. */
export function serversSource(lab: Pick<Lab, 'servers' | 'timeScale'>): EventSource {
  return {
    name: 'servers',
    state: async (): Promise<ServersState> => ({
      timeScale: lab.timeScale,
      servers: await Promise.all(lab.servers.map(figuresOf)),
    }),
  };
}

async function figuresOf(server: RunningServer): Promise<ServerFigures> {
  const [enabled, profile, live] = await Promise.all([server.isEnabled(), server.faults(), server.live()]);
  const faults = { faults: profile.map(formatFault), faultWords: profile.map(faultInWords) };
  return { label: server.label, url: server.url, enabled, ...faults, ...live };
}
