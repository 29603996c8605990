import { useEffect, useRef, useState } from 'preact/hooks';
import type { ExperimentState } from '../../../servers/control/experiments/experiment-schemas.ts';
import type { FiguresHistory } from '../../../servers/control/last-minute.ts';
import type { RequestsEvent } from '../../../servers/control/requests-feed.ts';
import type { ServerFigures, ServersState, ToldFigures } from '../../../servers/control/servers-source.ts';
import { withChange } from './experiment-state.ts';
import type { NamedRoom } from './shown-name.ts';

/** How far back the page remembers figures, in milliseconds. */
export const REMEMBERED_MS = 60_000;

/** The figures of a server at a moment of the page's clock. */
export interface Sample {
  readonly atMs: number;
  readonly figures: ToldFigures;
}

/** A server as it is now, and as it was. */
export interface WatchedServer {
  readonly now: ServerFigures;
  /** The figures of the last minute whenever they changed, in order. */
  readonly samples: readonly Sample[];
}

/** What the page knows of the lab. */
export interface WatchedLab {
  /** Whether the lab is there: undefined before it has been reached. */
  readonly isConnected: boolean | undefined;
  /** What tells it from one that ran before at the same address; undefined before it has been reached. */
  readonly name: string | undefined;
  /** What it multiplies every injected duration by. */
  readonly timeScale: number;
  readonly servers: readonly WatchedServer[];
  /** The race, sweep or search that goes on or was last; undefined before the first. */
  readonly experiment: ExperimentState | undefined;
  /** The room of learners, another object for each change of it; undefined where there is none. */
  readonly room: NamedRoom | undefined;
}

/**
 * The lab as its events tell it. The browser comes back by itself when the lab is gone for a while.
 *
 * @param label of the server whose requests are wanted, too; absent for none
 * @param onRequests called with them
 */
export function useLab(label: string | undefined, onRequests: (event: RequestsEvent) => void): WatchedLab {
  const [lab, setLab] = useState<WatchedLab>({
    isConnected: undefined,
    name: undefined,
    timeScale: 1,
    servers: [],
    experiment: undefined,
    room: undefined,
  });
  const listener = useRef(onRequests);
  listener.current = onRequests;
  // A lab is not asked for what it does not have: it would refuse the rest as well.
  const asked = lab.servers.some(({ now }) => now.label === label) ? label : undefined;
  useEffect(() => {
    const source = new EventSource(`/api/events${asked === undefined ? '' : `?requests=${encodeURIComponent(asked)}`}`);
    source.addEventListener('open', () => setLab((before) => ({ ...before, isConnected: true })));
    source.addEventListener('error', () => {
      // The browser gives up where it is refused: a lab that was started anew may have other servers.
      const isRefused = source.readyState === EventSource.CLOSED;
      setLab((before) => ({ ...before, isConnected: false, ...(isRefused && { servers: [] }) }));
    });
    source.addEventListener('servers', ({ data, lastEventId }) => {
      const { servers, timeScale } = JSON.parse(data) as ServersState;
      // Each event's number begins with it.
      const name = lastEventId.split('-')[0];
      setLab((before) => ({
        ...(before.name === name ? before : ofAnother(before)),
        isConnected: true,
        name,
        timeScale,
        servers: servers.map((now) => watched(now, before.servers)),
      }));
    });
    source.addEventListener('history', ({ data }) => {
      const history = JSON.parse(data) as FiguresHistory;
      setLab((before) => ({ ...before, servers: before.servers.map((server) => withHistory(server, history)) }));
    });
    source.addEventListener('experiment', ({ data }) => {
      const change = JSON.parse(data) as ExperimentState;
      setLab((before) => ({ ...before, experiment: withChange(before.experiment, change) }));
    });
    source.addEventListener('room', ({ data }) => {
      setLab((before) => ({ ...before, room: JSON.parse(data) as NamedRoom }));
    });
    source.addEventListener('requests', ({ data }) => listener.current(JSON.parse(data) as RequestsEvent));
    return () => source.close();
  }, [asked]);
  return lab;
}

/** What stays of a lab when another one has taken its place, which tells what it has itself: what was still going on went with it. */
function ofAnother(before: WatchedLab): WatchedLab {
  const { experiment } = before;
  return { ...before, room: undefined, experiment: experiment?.state === 'running' ? undefined : experiment };
}

/** A server with what the lab remembers of it, in place of what the page has seen, which may have come late or not at all. */
function withHistory({ now, samples }: WatchedServer, { servers }: FiguresHistory): WatchedServer {
  const atMs = performance.now();
  const told = servers.find(({ label }) => label === now.label)?.samples ?? [];
  const before = told.map(({ agoMs, figures }) => ({ atMs: atMs - agoMs, figures }));
  return { now, samples: [...before, ...samples.slice(-1)] };
}

function watched(now: ServerFigures, before: readonly WatchedServer[]): WatchedServer {
  const atMs = performance.now();
  const { samples = [] } = before.find((server) => server.now.label === now.label) ?? {};
  // The last one before the minute says how it was at its beginning.
  const first = samples.findLastIndex((sample) => sample.atMs <= atMs - REMEMBERED_MS);
  return { now, samples: [...samples.slice(Math.max(0, first)), { atMs, figures: now }] };
}
