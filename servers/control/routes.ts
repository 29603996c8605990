import { NotFoundError } from '../../lib/errors/not-found-error.ts';
import type { HandledOperation } from '../api-description/operation.ts';
import type { FaultPlan } from '../faults/faults-over-time.ts';
import { formatFault, formatProfile } from '../faults/format-profile.ts';
import { formatSchedule } from '../faults/schedule.ts';
import type { RunningServer } from '../lab/running-server.ts';
import type { Lab } from '../lab/start-lab.ts';
import type { HiddenFaults } from './room/hidden-faults.ts';
import { runBody, runState, runsState } from './runs/run-schemas.ts';
import type { Runs } from './runs/runs.ts';
import {
  clockState,
  healthState,
  labState,
  type PlannedServer,
  type ServerState,
  serverBody,
  serverState,
} from './schemas.ts';

/** The largest body that a request may have, in bytes. */
export const MAX_BODY_BYTES = 65_536;

/** What a probe asks for, which is answered without a token. */
export const HEALTH_PATH = '/healthz';

/** What the routes work on. */
export interface ControlledLab extends Pick<Lab, 'servers' | 'seed' | 'timeScale'> {
  readonly version: string;
  readonly runs: Runs;
  /** The faults that a server had at its start, and their schedule. */
  readonly initialPlan: (server: RunningServer) => FaultPlan;
  readonly hidden: HiddenFaults;
  /** To be called with a server that has been changed, and whether its faults are hidden. */
  readonly onChange: (server: RunningServer, isHidden: boolean) => void;
}

/** One operation on a lab that takes and gives JSON, and what it does. */
export type Route = HandledOperation<ControlledLab>;

/** What can be done with servers and runs. */
export const ROUTES: readonly Route[] = [
  {
    method: 'get',
    path: HEALTH_PATH,
    summary: 'Whether all servers run, those that are switched off too; needs no token. 503 where one is gone.',
    status: 200,
    answer: healthState,
    handle: async ({ servers }) => {
      await Promise.all(servers.map((server) => server.counts()));
      return { status: 'ok' };
    },
  },
  {
    method: 'get',
    path: '/api/lab',
    summary: 'All that the fates of the servers depend on, from the start of each run.',
    status: 200,
    answer: labState,
    handle: async ({ version, seed, timeScale, servers }) => ({
      version,
      seed,
      timeScale,
      servers: await Promise.all(servers.map(planOf)),
    }),
  },
  {
    method: 'get',
    path: '/api/clock',
    summary:
      'What the clock of the lab says, for whoever compares clocks: ask several times, the quickest answer says most. It needs no token.',
    status: 200,
    answer: clockState,
    handle: async () => ({ nowMs: performance.now() }),
  },
  {
    method: 'get',
    path: '/api/servers',
    summary: 'All servers with their faults.',
    status: 200,
    answer: serverState.array(),
    handle: ({ servers }) => Promise.all(servers.map(stateOf)),
  },
  {
    method: 'patch',
    path: '/api/servers/{label}',
    summary:
      'Switch a server off, so that connections are refused and those that there are break off, or on again at the same port. Its faults and records stay. 409 where somebody else listens there by then.',
    body: serverBody,
    exampleBody: { enabled: false },
    status: 200,
    answer: serverState,
    handle: async (lab, { label }, body) => {
      const server = serverOf(lab, label);
      await server.setEnabled(serverBody.parse(body).enabled);
      lab.onChange(server, lab.hidden.hides(server.label));
      return stateOf(server);
    },
  },
  {
    method: 'get',
    path: '/api/servers/{label}/faults',
    summary: 'One server with its faults.',
    status: 200,
    answer: serverState,
    handle: async (lab, { label }) => stateOf(serverOf(lab, label)),
  },
  {
    method: 'post',
    path: '/api/runs',
    summary:
      'Start a run on the named servers, or on all. Attempts, records, limits and schedules begin again. Without a name the run takes all requests, and is refused with 409 while another run goes on. With a name it takes the requests that give this name, and only their attempts begin again.',
    body: runBody,
    status: 201,
    answer: runState,
    handle: async (lab, _parameters, body) => {
      const { servers: labels, ...options } = runBody.parse(body);
      const named = labels === undefined ? lab.servers : new Set(labels.map((label) => serverOf(lab, label)));
      return lab.runs.start([...named], options);
    },
  },
  {
    method: 'get',
    path: '/api/runs',
    summary: 'The runs that go on.',
    status: 200,
    answer: runsState,
    handle: async ({ runs }) => ({ runs: runs.ongoing() }),
  },
  {
    method: 'get',
    path: '/api/runs/{id}',
    summary: 'A run and, once it is stopped, its verdicts.',
    status: 200,
    answer: runState,
    handle: async ({ runs }, { id }) => runs.get(id!),
  },
  {
    method: 'post',
    path: '/api/runs/{id}/renew',
    summary:
      'Begin the lease of a run again: whoever has started it is still there. Without a lease, or once it is stopped, nothing changes.',
    status: 200,
    answer: runState,
    handle: async ({ runs }, { id }) => runs.renew(id!),
  },
  {
    method: 'post',
    path: '/api/runs/{id}/stop',
    summary: 'Stop a run and judge the client from the records of its servers.',
    status: 200,
    answer: runState,
    handle: ({ runs, servers }, { id }) => runs.stop(id!, servers),
  },
];

/** @throws NotFoundError where there is no server of that label, in any case */
export function serverOf({ servers }: ControlledLab, label: string | undefined): RunningServer {
  const found = servers.find((server) => server.label === label?.toUpperCase());
  if (found !== undefined) return found;
  throw new NotFoundError(
    `there is no server "${label}": there are ${servers.map((server) => server.label).join(', ')}`,
  );
}

async function planOf(server: RunningServer): Promise<PlannedServer> {
  const { label, url } = server;
  const { profile, schedule } = await server.plan();
  const faults = formatProfile(profile);
  return { label, url, faults, ...(schedule.length > 0 && { schedule: formatSchedule(label, schedule) }) };
}

/** A server and its faults, as they are now. */
export async function stateOf(server: RunningServer): Promise<ServerState> {
  const [profile, enabled] = await Promise.all([server.faults(), server.isEnabled()]);
  return { label: server.label, url: server.url, enabled, faults: profile.map(formatFault), profile: [...profile] };
}
