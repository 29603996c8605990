import { DEFAULT_SEED } from '../../lib/chance/seed.ts';
import { refuseUnknown } from '../../lib/errors/refuse-unknown.ts';
import { requireObject } from '../../lib/errors/require-object.ts';
import type { ServerGoneError } from '../../lib/errors/server-gone-error.ts';
import { UsageError } from '../../lib/errors/usage-error.ts';
import type { RequestRecord } from '../../lib/request-record.ts';
import { type CannedAnswer, checkAnswer, type Respond } from '../answers/answer.ts';
import type { GivenFaults } from '../faults/profile.ts';
import type { ScheduleStep } from '../faults/schedule.ts';
import type { RecordFilter } from '../records/record-filter.ts';
import type { Verdict } from '../records/verdict-schema.ts';
import type { Room, RoomCapacity } from '../room/room.ts';
import { RoomNames } from '../room/room-names.ts';
import { parseLabel } from './label.ts';
import { presetProfile } from './preset-profile.ts';
import { profileFor } from './profile-for.ts';
import { type RunningServer, startServer } from './running-server.ts';
import { checkNames, servesFlags } from './systems.ts';
import { startThreadedServer } from './threaded-server.ts';

/**
 * What one server of a lab is to be. What is absent comes from the preset of that label, where there is one.
 *
 * @example
 * ```ts
 * import { type ServerPlan, startLab } from 'flaglab';
 * const recovering: ServerPlan = { faults: ['status=503,first=2'] };
 * await using lab = await startLab({ MINE: recovering });
 * const statuses: number[] = [];
 * while (statuses.at(-1) !== 200) statuses.push((await fetch(`${lab.url('MINE')}/flags/br/br.gif`)).status);
 * console.log(statuses); // [ 503, 503, 200 ]
 * ```
 */
export interface ServerPlan {
  /** Its faults, in text or JSON form. */
  readonly faults?: GivenFaults;
  /** How the faults change by the time since the run began; default not at all. */
  readonly schedule?: readonly ScheduleStep[];
  /** Default 0: any free port. */
  readonly port?: number;
  /** Of NAMES alone: the domain names that it finds. Default: the nine under `.dev` that *Fluent Python* found. */
  readonly names?: readonly string[] | undefined;
  /**
   * Answers every request, whatever its method and path, with what it returns or is; faults apply as they do to flags. A function
   * cannot be in a thread of its own.
   */
  readonly respond?: Respond | CannedAnswer;
}

/**
 * Options of a whole lab.
 *
 * @example
 * ```ts
 * import { type LabOptions, startLab } from 'flaglab';
 * const waits: number[] = [];
 * const options: LabOptions = { timeScale: 0.01, onRequest: ({ injectedMs }) => waits.push(injectedMs) };
 * await using lab = await startLab({ DELAY: { faults: ['delay=2s'] } }, options);
 * await fetch(`${lab.url('DELAY')}/flags/br/br.gif`);
 * console.log(waits); // [ 20 ]
 * ```
 */
export interface LabOptions {
  /** The seed of all fates; default 42. */
  readonly seed?: number;
  /** Multiplies every injected duration; default 1. */
  readonly timeScale?: number;
  /** Listen on this address instead of both loopback addresses. */
  readonly host?: string | undefined;
  /** Where the lab's live page is to be, so that the first page of each flag server leads there; default: nowhere. */
  readonly livePage?: string | undefined;
  /**
   * For a room of learners: what is kept of requests is kept apart for each name that they give (`/run/red/flags/…` or
   * `X-Lab-Run`), for 200 names at most. Each has limits and a schedule of its own, or all share those of the server.
   * Default: no room.
   */
  readonly room?: RoomCapacity | undefined;
  /**
   * What clients may call the servers besides loopback names and the address they listen on: names or addresses without a
   * port, or `*` for any. A request for another host gets 403. Default: any.
   */
  readonly allowHosts?: readonly string[] | undefined;
  /** A thread for each server; default false: all in this one. */
  readonly threads?: boolean;
  /** Called with the record of each request that has ended. */
  readonly onRequest?: (record: RequestRecord) => void;
  /** Called when the thread of a server has ended though nobody has closed it. */
  readonly onGone?: (reason: ServerGoneError) => void;
  /** Called with the limit each time that a connection takes the last file descriptor, so that the next ones are dropped. */
  readonly onDescriptorsUsedUp?: (limit: number) => void;
}

/**
 * Servers that run together. `await using lab = await startLab(…)` closes them at the end of the block.
 *
 * @example
 * ```ts
 * import { type Lab, startLab } from 'flaglab';
 * await using lab: Lab = await startLab({ ERROR: { faults: ['status=503,first=1'] } });
 * const ask = async () => (await fetch(`${lab.url('ERROR')}/flags/br/br.gif`)).status;
 * console.log(await ask(), await ask()); // 503 200
 * await lab.reset();
 * console.log(await ask()); // 503
 * ```
 */
export interface Lab extends AsyncDisposable {
  readonly servers: readonly RunningServer[];
  /** The seed of all fates. */
  readonly seed: number;
  /** Multiplies every injected duration. */
  readonly timeScale: number;
  /** The room of learners that it is for; undefined where it is for none. */
  readonly room: Room | undefined;
  /**
   * The server of that label, in any case; without one, the only one that there is.
   *
   * @throws UsageError when the lab has none of that label, or several to choose from.
   */
  server(label?: string): RunningServer;
  /** The address of that server, such as `http://localhost:49152`. */
  url(label?: string): string;
  /** Replaces a server's faults, and its schedule by this one or none; holds for its next request. */
  setFaults(label: string, faults: GivenFaults, schedule?: readonly ScheduleStep[]): Promise<void>;
  /** The requests of a server's current run, or some of them. */
  records(label?: string, filter?: RecordFilter): Promise<RequestRecord[]>;
  /** What the requests of a server's current run, or some of them, say of the client. */
  verdict(label?: string, filter?: RecordFilter): Promise<Verdict>;
  /** Begins a new run on every server. */
  reset(): Promise<void>;
  /** Stops all servers, letting what is in flight end for at most 5 s. */
  close(graceMs?: number): Promise<void>;
}

/** The compiler refuses one that is missing, and one that is none. */
const PLAN: Readonly<Record<keyof ServerPlan, true>> = {
  faults: true,
  schedule: true,
  port: true,
  names: true,
  respond: true,
};

const OPTIONS: Readonly<Record<keyof LabOptions, true>> = {
  seed: true,
  timeScale: true,
  host: true,
  livePage: true,
  room: true,
  allowHosts: true,
  threads: true,
  onRequest: true,
  onGone: true,
  onDescriptorsUsedUp: true,
};

/**
 * Starts servers: all of them or, when one cannot start, none.
 *
 * @param plans by label; the plan of a label that is no preset must say its faults, or what it responds
 * @throws UsageError, FaultSpecError or ListenError; TypeError for an option that there is not
 *
 * @example
 * ```ts
 * import { startLab } from 'flaglab';
 * await using lab = await startLab({ LOCAL: {}, ERROR: { faults: ['status=418@25%'] } }, { seed: 42 });
 * const ask = async (label: string) => (await fetch(`${lab.url(label)}/flags/eg/eg.gif`)).status;
 * console.log(await ask('LOCAL'), await ask('ERROR')); // 200 418
 * ```
 */
export async function startLab(plans: Readonly<Record<string, ServerPlan>>, options: LabOptions = {}): Promise<Lab> {
  requireObject('startLab', plans);
  refuseUnknown('startLab', options, OPTIONS);
  const { threads = false, room: capacity, ...given } = options;
  const room = capacity && { capacity, names: new RoomNames() };
  const common = {
    ...given,
    room: room && { capacity, names: room.names.memory },
    seed: given.seed ?? DEFAULT_SEED,
    timeScale: given.timeScale ?? 1,
  };
  const start = threads ? startThreadedServer : startServer;
  // Whatever is wrong with a plan is told before the first server starts.
  const planned = Object.entries(plans).map(([name, plan], index, all) => {
    const label = parseLabel(name);
    if (all.findIndex(([other]) => parseLabel(other) === label) < index)
      throw new UsageError(`${label} is there twice, for letters are not told apart by their case: leave out one`);
    refuseUnknown(`startLab's ${label}`, plan, PLAN);
    const { faults, schedule = [], port = 0, names, respond } = plan;
    checkNames(label, names);
    checkRespond(label, respond, threads);
    const given = faults ?? (respond === undefined ? presetProfile(label) : []);
    return { ...common, label, port, schedule, profile: profileFor(label, given, schedule), names, respond };
  });
  const settled = await Promise.allSettled(planned.map((server) => start(server)));
  const servers = settled.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  const close = async (graceMs?: number) => void (await Promise.all(servers.map((server) => server.close(graceMs))));
  const failed = settled.find((result) => result.status === 'rejected');
  if (failed !== undefined) {
    await close(0);
    throw failed.reason;
  }
  return labOf({ servers, seed: common.seed, timeScale: common.timeScale, room, close });
}

/** @throws UsageError where there is nothing to respond, TypeError for what is no answer */
function checkRespond(label: string, respond: ServerPlan['respond'], threads: boolean): void {
  if (respond === undefined) return;
  if (typeof respond !== 'function') checkAnswer(respond);
  if (!servesFlags(label)) throw new UsageError(`${label} is a server of its own kind: give respond to another label`);
  if (threads && typeof respond === 'function') {
    throw new UsageError(
      `${label}'s respond is a function, which cannot be in a thread: leave out threads, or give an object`,
    );
  }
}

function labOf(started: Pick<Lab, 'servers' | 'seed' | 'timeScale' | 'room' | 'close'>): Lab {
  const { servers, close } = started;
  const server = (label?: string): RunningServer => {
    const labels = servers.map((running) => running.label);
    if (label === undefined && labels.length !== 1) throw new UsageError(`say which server: ${labels.join(', ')}`);
    const [found] = servers.filter((running) => label === undefined || running.label === label.toUpperCase());
    if (found !== undefined) return found;
    throw new UsageError(`this lab has no server "${label}": it has ${labels.join(', ')}`);
  };
  return {
    ...started,
    server,
    url: (label) => server(label).url,
    setFaults: (label, faults, schedule) => server(label).setFaults(faults, schedule),
    records: (label, filter) => server(label).records(filter),
    verdict: (label, filter) => server(label).verdict(filter),
    reset: async () => void (await Promise.all(servers.map((running) => running.reset()))),
    [Symbol.asyncDispose]: () => close(),
  };
}
