import type { IncomingMessage, RequestListener } from 'node:http';
import type { ErrorRequestHandler, default as Express, Request, RequestHandler } from 'express';
import { z } from 'zod';
import { ConflictError } from '../../lib/errors/conflict-error.ts';
import { DataError } from '../../lib/errors/data-error.ts';
import { LabError } from '../../lib/errors/lab-error.ts';
import { ListenError } from '../../lib/errors/listen-error.ts';
import { messageOf } from '../../lib/errors/message-of.ts';
import { NotFoundError } from '../../lib/errors/not-found-error.ts';
import { OutputError } from '../../lib/errors/output-error.ts';
import { ServerGoneError } from '../../lib/errors/server-gone-error.ts';
import { UsageError } from '../../lib/errors/usage-error.ts';
import { issueText } from '../../lib/schema/issue-text.ts';
import { docsPage } from '../api-description/docs-page.ts';
import { openApi } from '../api-description/openapi.ts';
import type { HandledOperation } from '../api-description/operation.ts';
import { lazyApp } from '../apps/lazy-app.ts';
import type { FaultPlan } from '../faults/faults-over-time.ts';
import { sendError } from '../http/send-error.ts';
import type { RunningServer } from '../lab/running-server.ts';
import type { Lab } from '../lab/start-lab.ts';
import type { Room } from '../room/room.ts';
import { ACCESS, type Access, THIS_MACHINE } from './access.ts';
import { describeApi, LAB_ROUTES } from './describe-api.ts';
import { EventStream } from './event-stream.ts';
import { EXPERIMENT_PATHS, EXPERIMENT_ROUTES, requireExperiments } from './experiments/experiment-routes.ts';
import type { Experiments } from './experiments/experiments.ts';
import { REPORT, sendReport } from './experiments/report-page.ts';
import { PICTURE, sendPicture } from './flag-picture.ts';
import { guard } from './guard.ts';
import { LastMinute } from './last-minute.ts';
import { serveLivePage } from './live-page.ts';
import { metricsText } from './metrics.ts';
import { Board } from './room/board.ts';
import { HiddenFaults } from './room/hidden-faults.ts';
import { keepHidden } from './room/keep-hidden.ts';
import { LEADER_PATH, type Leader } from './room/leader.ts';
import { ROOM_ROUTES, requireBoard } from './room/room-routes.ts';
import { roomSource } from './room/room-source.ts';
import { type ControlledLab, MAX_BODY_BYTES, serverOf } from './routes.ts';
import { Runs } from './runs/runs.ts';
import { serversSource } from './servers-source.ts';
import { EVENTS, eventsQuery, METRICS, RECORDS } from './streams.ts';

/** Servers that are controlled, and what else their fates depend on. All of it may change meanwhile. */
export interface Controlled extends Pick<Lab, 'servers' | 'seed' | 'timeScale'> {
  /** The faults, and their schedule, that a server is to have again when it is reset; default: those that it has now. */
  readonly initialPlan?: (server: RunningServer) => FaultPlan;
  /**
   * Called with a server whose faults have been set, or that has been switched off or on, through the API, and whether its
   * faults are told to who leads its room alone.
   */
  readonly onChange?: (server: RunningServer, isHidden: boolean) => void;
  /** The room of learners that it is for. */
  readonly room?: Room | undefined;
}

/** Options of the control API. */
export interface ControlOptions {
  /** The version of the lab. */
  readonly version: string;
  /** Who may ask what; default: this machine alone, and everything. */
  readonly access?: Access;
  /** Who may do anything, where others than this machine reach the lab. */
  readonly leader?: Leader | undefined;
  /** What can be raced, swept and tuned through it; default: nothing. */
  readonly experiments?: Experiments | undefined;
}

/** The control API, which does not listen yet. */
export interface ControlApi {
  readonly handle: RequestListener;
  /** Ends what streams, so that the server that listens can close. */
  close(): void;
}

/** Builds the control API of running servers: reads and changes faults, keeps runs, streams events, starts experiments. */
export async function createControlApi(running: Controlled, options: ControlOptions): Promise<ControlApi> {
  const { initialPlan = await plansNow(running) } = running;
  const lab: ControlledLab = {
    get servers() {
      return running.servers;
    },
    get seed() {
      return running.seed;
    },
    get timeScale() {
      return running.timeScale;
    },
    version: options.version,
    runs: new Runs(),
    initialPlan,
    hidden: new HiddenFaults(running.room !== undefined),
    onChange: (server, isHidden) => running.onChange?.(server, isHidden),
  };
  const board = running.room && new Board(running, running.room);
  const { leader, experiments } = options;
  const servers = () => running.servers;
  const sources = [serversSource(lab), ...(board === undefined ? [] : [roomSource(board)])];
  const leads = (request: IncomingMessage) => leader?.sent(request) === true;
  const lastMinute = new LastMinute(servers);
  const past = { name: 'history', state: () => lastMinute.state() };
  const events = new EventStream({ sources, servers, past, experiments, hidden: lab.hidden, leads });
  const handle = lazyApp((express) => controlApp(express, { lab, board, events, leads }, options));
  const close = () => {
    lastMinute[Symbol.dispose]();
    events.close();
  };
  return { handle, close };
}

interface ControlParts {
  readonly lab: ControlledLab;
  readonly board: Board | undefined;
  readonly events: EventStream;
  /** Whether a request comes from who leads the room. */
  readonly leads: (request: IncomingMessage) => boolean;
}

function controlApp(
  express: typeof Express,
  { lab, board, events, leads }: ControlParts,
  { access = THIS_MACHINE, leader, experiments }: ControlOptions,
): RequestListener {
  const description = describeApi(lab.version);
  const app = express();
  app.disable('x-powered-by');
  app.use(guard(access), express.json({ limit: MAX_BODY_BYTES }));
  if (leader !== undefined) app.get(LEADER_PATH, (request, response) => leader.enter(request, response));
  serveLivePage(app);
  app.get('/api/docs', ({ headers }, response) => {
    response.type('html').send(docsPage(description, `http://${headers.host}`));
  });
  app.get('/api/openapi.json', (_request, response) => void response.json(openApi(description)));
  app.get(ACCESS.path, (request, response) => void response.json({ mayChange: access.mayChange(request) }));
  app.get(expressPath(EVENTS), (request, response) => events.attach(request, response, wantedRequests(lab, request)));
  app.get(expressPath(RECORDS), sendRecords(lab, leads));
  app.get(METRICS.path, sendMetrics(lab, leads));
  app.use([...EXPERIMENT_PATHS], keepHidden(lab.hidden, leads));
  app.get(expressPath(REPORT), sendReport(experiments));
  app.get(expressPath(PICTURE), sendPicture());
  const tell = (request: Request, result: unknown) => lab.hidden.toldTo(leads(request), result);
  const operate = <Target>(route: HandledOperation<Target>, target: () => Target) =>
    app[route.method](expressPath(route), answer(route, target, tell));
  for (const route of LAB_ROUTES) operate(route, () => lab);
  for (const route of EXPERIMENT_ROUTES) operate(route, () => requireExperiments(experiments));
  for (const route of ROOM_ROUTES) operate(route, () => requireBoard(board));
  app.use((request, response) => {
    sendError(request, response, 404, 'Not Found', `There is nothing at ${request.path}; see /api/docs.`);
  });
  app.use(answerError);
  return app;
}

/** @throws NotFoundError where there is no such server */
function wantedRequests(lab: ControlledLab, request: Request): string[] {
  const { requests = [] } = eventsQuery.parse(request.query);
  return [requests].flat().map((label) => serverOf(lab, label).label);
}

async function plansNow({ servers }: Controlled): Promise<(server: RunningServer) => FaultPlan> {
  const plans = servers.map(async (server) => [server, await server.plan()] as const);
  const known = new Map(await Promise.all(plans));
  return (server) => known.get(server) ?? { profile: [], schedule: [] };
}

function expressPath({ path }: { readonly path: string }): string {
  return path.replaceAll(/\{(\w+)\}/g, ':$1');
}

/**
 * @param target what the operation works on, where there is one
 * @param tell what of its result may be told to who asks
 */
function answer<Target>(
  { status, handle }: HandledOperation<Target>,
  target: () => Target,
  tell: (request: Request, result: unknown) => unknown,
): RequestHandler {
  return async (request, response) => {
    const result = await handle(target(), request.params as Record<string, string>, request.body ?? {});
    response.status(status).json(tell(request, result));
  };
}

function sendRecords({ runs, hidden }: ControlledLab, leads: ControlParts['leads']): RequestHandler {
  return async (request, response) => {
    const records = await runs.records(String(request.params.id));
    response.type(RECORDS.type);
    for (const { lines } of records) response.write(hidden.toldLines(leads(request), lines));
    response.end();
  };
}

function sendMetrics(lab: ControlledLab, leads: ControlParts['leads']): RequestHandler {
  return async (request, response) => {
    const tellsFaults = ({ label }: RunningServer) => leads(request) || !lab.hidden.hides(label);
    response.type(METRICS.type).send(await metricsText(lab.servers, tellsFaults));
  };
}

const answerError: ErrorRequestHandler = (error, request, response, _next) => {
  const [status, text] = statusOf(error);
  const detail = status !== 500 || isOfDisk(error) ? detailOf(error) : 'The lab itself failed; please report it.';
  sendError(request, response, status, text, detail);
};

function statusOf(error: unknown): [number, string] {
  if (error instanceof NotFoundError) return [404, 'Not Found'];
  if (error instanceof ConflictError || error instanceof ListenError) return [409, 'Conflict'];
  if (error instanceof ServerGoneError) return [503, 'Service Unavailable'];
  if (error instanceof UsageError || error instanceof z.ZodError || error instanceof URIError)
    return [400, 'Bad Request'];
  // The body parser's errors say their own status: 400 for malformed JSON, 413 for a body that is too large.
  const { status } = error as { status?: number };
  if (status === 413) return [413, 'Content Too Large'];
  return status !== undefined && status < 500 ? [status, 'Bad Request'] : [500, 'Internal Server Error'];
}

/** Whether a file is missing, damaged or cannot be written: its message says what to do. */
function isOfDisk(error: unknown): boolean {
  return error instanceof DataError || error instanceof OutputError;
}

function detailOf(error: unknown): string {
  if (!(error instanceof z.ZodError)) return error instanceof LabError ? error.message : messageOf(error);
  return issueText(error, 'body');
}
