import type { ServerGoneError } from '../../../lib/errors/server-gone-error.ts';
import { UsageError } from '../../../lib/errors/usage-error.ts';
import type { RequestRecord } from '../../../lib/request-record.ts';
import { formatProfile } from '../../../servers/faults/format-profile.ts';
import { PRESETS } from '../../../servers/lab/presets.ts';
import type { RunningServer } from '../../../servers/lab/running-server.ts';
import { type ServerPlan, startLab } from '../../../servers/lab/start-lab.ts';
import { NAMES_LABEL, SYSTEM_SERVERS } from '../../../servers/lab/systems.ts';
import { FIRST_OWN_PORT } from '../../options/defaults.ts';
import { requireNamed, type ServerOptions, serverSpecs } from '../../options/server-options.ts';
import { eventPrinter } from '../../running-servers/event-printer.ts';
import { giveMemoryBack } from '../../running-servers/give-memory-back.ts';
import { tokenOfEnvironment } from '../../running-servers/lab-token.ts';
import { noteDescriptors } from '../../running-servers/note-descriptors.ts';
import { isOpenHost } from '../../running-servers/open-host.ts';
import { startControlUnless } from '../../running-servers/start-control.ts';
import { ChangeTeller } from '../../running-servers/tell-changes.ts';
import { endWithParent } from '../../started-by/end-with.ts';
import type { CommandContext } from '../../terminal/command-context.ts';
import { Interrupt } from '../../terminal/interrupt.ts';
import { experimentClients } from './experiments/experiment-clients.ts';
import { LabExperiments } from './experiments/lab-experiments.ts';
import type { MovedPort } from './moved-port.ts';
import { readNames } from './read-names.ts';
import {
  controlEvents,
  type RoomOptions,
  type RoomSettings,
  reachable,
  reachableUrl,
  roomSettings,
} from './room-settings.ts';

/** The options of `flaglab serve`. */
export interface ServeOptions extends ServerOptions, RoomOptions {
  readonly port?: readonly MovedPort[];
  /** A file. */
  readonly namesFile?: string;
  readonly controlPort: number;
  /** Files of clients that can be raced through the control API. */
  readonly client?: readonly string[];
  /** The folder where races and the like are kept. */
  readonly results: string;
  readonly seed: number;
  readonly timeScale: number;
  readonly verbose?: boolean;
  readonly json?: boolean;
  readonly exitWithParent?: boolean;
}

/**
 * Starts the servers, says where they are, and stops them gracefully at the first signal. Resolves to 0.
 *
 * @throws UsageError for options that start nothing; ServerGoneError when one of them has broken down; the others are stopped then
 */
export async function serve(
  labels: readonly string[],
  options: ServeOptions,
  context: CommandContext,
): Promise<number> {
  const plans = serverPlans(labels, options);
  const clients = await experimentClients(options.client);
  const { seed, timeScale, verbose = false } = options;
  const settings = roomSettings(options, Object.keys(plans));
  const token = tokenOfEnvironment(context);
  const { host } = settings;
  const open = host !== undefined && isOpenHost(host, context);
  const tell = eventPrinter(context, Object.keys(plans), options.json);
  using interrupt = new Interrupt(context);
  using _parent = options.exitWithParent === true ? endWithParent(context) : undefined;
  const onRequest = (record: RequestRecord) => tell({ type: 'request', record });
  const gone = Promise.withResolvers<ServerGoneError>();
  const common = {
    seed,
    timeScale,
    ...settings,
    livePage: livePageOf(options, settings),
    threads: true,
    onGone: gone.resolve,
    onDescriptorsUsedUp: noteDescriptors(context),
  };
  const lab = await startLab(plans, { ...common, ...(verbose && { onRequest }) });
  const servers = reachable(lab.servers, settings);
  for (const server of servers) {
    tell({ type: 'listening', label: server.label, url: server.url, faults: formatProfile(await server.faults()) });
  }
  using changes = new ChangeTeller(tell, context.clock);
  await changes.follow(servers);
  const onChange = (server: RunningServer, isHidden: boolean) => void changes.changed(server, isHidden);
  const controlled = { ...lab, servers, onChange };
  const experiments = new LabExperiments(lab, { clients, results: options.results }, context);
  const control = await startControlUnless(controlled, { ...options, ...settings, open, token, experiments });
  if (control !== undefined) for (const event of controlEvents(control, servers, settings)) tell(event);
  tell({ type: 'ready', seed, timeScale });
  giveMemoryBack(lab.servers);
  const brokenDown = await Promise.race([interrupt.interrupted, gone.promise]);
  tell({ type: 'stopping' });
  await Promise.all([lab.close(), control?.close(), experiments[Symbol.asyncDispose]()]);
  tell({ type: 'stopped' });
  if (brokenDown !== undefined) throw brokenDown;
  return 0;
}

/** Where the live page will be; undefined where that is not known before. */
function livePageOf({ control, controlPort }: ServeOptions, settings: RoomSettings): string | undefined {
  const isKnown = control && controlPort > 0 && (settings.host === undefined || settings.room !== undefined);
  return isKnown ? reachableUrl(`http://localhost:${controlPort}`, settings) : undefined;
}

/** What to start, by label: a preset has a port of its own, the others have the next ones. */
function serverPlans(labels: readonly string[], options: ServeOptions): Record<string, ServerPlan> {
  const moved = options.port ?? [];
  const names = options.namesFile === undefined ? undefined : readNames(options.namesFile);
  let next = FIRST_OWN_PORT;
  const plans = serverSpecs(
    labels,
    options,
    PRESETS.map(({ label }) => label),
  ).map(({ label, profile, schedule }): [string, ServerPlan] => {
    const own = [...PRESETS, ...SYSTEM_SERVERS].find((known) => known.label === label)?.port ?? next++;
    const port = moved.findLast((candidate) => candidate.label === label)?.port ?? own;
    return [label, { port, schedule, faults: profile, ...(label === NAMES_LABEL && { names }) }];
  });
  const byLabel = Object.fromEntries(plans);
  if (names !== undefined && !(NAMES_LABEL in byLabel)) {
    throw new UsageError(`--names-file is for the server ${NAMES_LABEL}: name it, or leave out the file`);
  }
  for (const { label } of moved) requireNamed(label, Object.keys(byLabel));
  return byLabel;
}
