import type { DownloadOptions } from '../../clients/download/download.ts';
import type { ItemRequest } from '../../clients/download/item-request.ts';
import type { Outcome } from '../../clients/download/outcome.ts';
import { arrivalTimes } from '../../clients/schedule/arrival-schedule.ts';
import { ClientTimeoutError } from '../../lib/errors/client-timeout-error.ts';
import { formatDuration } from '../../lib/units/duration.ts';
import { codesInTurn } from '../climb/codes-in-turn.ts';
import { DEFAULT_CELL_TIMEOUT_MS } from '../command/cell-timeout.ts';
import { itemReader } from '../command/item-key.ts';
import { outcomesFromRecords } from '../command/outcomes-from-records.ts';
import { type Plan, type PlanRequest, planDownload } from '../plan/plan.ts';
import { worstUncertaintyMs } from '../result/agent-share.ts';
import type { Cell } from '../result/cell.ts';
import { cellName } from '../result/cell-group.ts';
import type { Figures } from '../result/figures.ts';
import { type BenchClient, benchClient, type OwnClient } from '../result/own-client.ts';
import type { RequestSettings } from '../result/settings/request-settings.ts';
import { itemKeys, type Service } from '../result/settings/service.ts';
import { hasWork, type WorkSettings, workOptions } from '../result/settings/work-settings.ts';
import { codesOf, specOf, type TestedServer } from '../result/tested-server.ts';
import { timeParts } from './breakdown/time-parts.ts';
import type { CellClient, CellTask } from './cell/cell-process.ts';
import type { CellBrought, CellRunner, SpreadOver } from './cell/cell-runner.ts';
import { commandOutcomes } from './cell/command-cell.ts';
import { runHere } from './cell/run-here.ts';
import { runName } from './cell/run-name.ts';
import { type CellCpu, cellCpu } from './cell-cpu.ts';
import { type CheckedClaims, checkClaims } from './claims/check-claims.ts';
import type { Refutation } from './claims/refutation.ts';
import { type Evidence, measureCell } from './measure-cell.ts';
import type { CellServers, Seen } from './servers/cell-servers.ts';
import { type Work, whyWithheld } from './why-withheld.ts';

/** What is the same for all cells of a bench. */
export interface CellOptions extends RequestSettings, WorkSettings {
  readonly servers: readonly TestedServer[];
  readonly codes: readonly string[];
  readonly seed: number;
  readonly timeScale: number;
  /** How long one request may take, already scaled. */
  readonly timeoutMs: number;
  /** The service that cells are run against, where that is none of the lab's servers. */
  readonly service?: Service;
  /** How it is asked. */
  readonly request?: ItemRequest | undefined;
  /** The clients that are no strategies of the lab; default none. */
  readonly clients?: readonly OwnClient[];
  /** After so long a cell is given up whose client is somebody's own; default {@link DEFAULT_CELL_TIMEOUT_MS}. */
  readonly cellTimeoutMs?: number;
  /** How many of its items a module warms up with; default: all. */
  readonly warmUpItems?: number;
}

/** What a cell has brought. */
export interface CellYield {
  readonly figures: Figures;
  readonly outcomes: readonly Outcome[];
  /** The same as the client told them; of a command, as the server saw them. */
  readonly claimed: readonly Outcome[];
  /** The last line that a command printed, which may be empty; absent for all others. */
  readonly printed?: string;
  readonly plan: Plan;
  /** What of the client's word the server's records refute. */
  readonly refuted: readonly Refutation[];
  /** What the server remembers of the cell. */
  readonly seen: Seen;
  /** What its items had to do beside their requests. */
  readonly work: WorkSettings;
  /** How it was spread over agents; absent where it was done on this machine. */
  readonly spread?: SpreadOver;
}

/** By what means a cell is run. */
export interface CellWay {
  readonly servers: CellServers;
  /** How its client is run; default: in a fresh process of this machine. */
  readonly runner?: CellRunner | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Runs one cell and measures it.
 *
 * @throws LabError when what its client runs in or the servers die, ClientError when a client of somebody's own fails or
 *   takes too long, InvariantError when an item has no outcome or several
 */
export async function runCell(cell: Cell, settings: CellOptions, way: CellWay): Promise<CellYield> {
  const { servers } = way;
  const client = benchClient(cell, settings.clients);
  const options = { ...settings, codes: codesOfCell(client, cell, settings) };
  const brought = await ask(client, cell, options, way);
  const { usage, heldBy, roundsPerMs, printed, run = runName(cell), spread, ...reported } = brought;
  const seen = await servers.end(cell.server, namesRuns(client) ? run : undefined);
  const claimed =
    reported.outcomes ?? commandOutcomes(seen.records, options.codes, servers.baseUrl(cell.server), client);
  const cpu = roundsPerMs === undefined ? undefined : cellCpu(cell, options.cpu!, roundsPerMs);
  const plan = planCell(client, cell, options, cpu);
  const isCheckable = seen.dropped === 0 && options.service === undefined;
  const isModule = client.kind === 'module';
  const recorded = isCheckable
    ? outcomesFromRecords(
        seen.records,
        claimed.map(({ code }) => code),
        { readItem: itemReader(plan), names: options.names === true && client.kind !== 'command' },
      )
    : undefined;
  const { outcomes, ...contradiction } = recorded
    ? checkClaims({ outcomes: claimed, recorded, records: seen.records, plan, m: cell.m, isModule })
    : { outcomes: claimed, refuted: [] };
  const schedule = client.kind === 'open' ? client : undefined;
  const uncertaintyMs = worstUncertaintyMs(spread?.shares);
  const work = {
    ...seen,
    outcomes,
    usage,
    plan,
    schedule,
    isUnsteady: cpu?.isUnsteady,
    uncertaintyMs,
    ...(isModule && { recorded }),
  };
  const figures = judged(work, contradiction);
  const parts =
    seen.dropped === 0 && !plan.isService && plan.isCrawl !== true && !hasWork(options)
      ? timeParts({ outcomes, records: seen.records, plan, figures })
      : undefined;
  return {
    figures: {
      ...figures,
      ...(parts !== undefined && { timeParts: parts }),
      ...(heldBy !== undefined && { heldBy }),
      ...(cpu !== undefined && { cpuWorkMs: cpu.laterMs }),
    },
    outcomes,
    claimed,
    ...(printed !== undefined && { printed }),
    plan,
    seen,
    work: { ...(options.cpu && { cpu: options.cpu }), ...(options.save && { save: options.save }) },
    refuted: contradiction.refuted,
    ...(spread !== undefined && { spread }),
  };
}

/** Where the rate rises from cell to cell, each asks for as many flags as its schedule holds. */
function codesOfCell(client: BenchClient, { server, ratePerSecond }: Cell, settings: CellOptions): readonly string[] {
  if (client.kind !== 'open' || ratePerSecond === undefined) return codesOf(settings, server);
  return codesInTurn(settings.codes, arrivalTimes({ ...client, seed: settings.seed }).length);
}

function judged(
  work: Evidence & Pick<Work, 'recorded' | 'isUnsteady' | 'uncertaintyMs'>,
  { contradicted, refuted }: Omit<CheckedClaims, 'outcomes'>,
): Figures {
  const figures = measureCell(work);
  const withheld = whyWithheld({ ...work, figures, refuted });
  return {
    ...figures,
    ...(contradicted !== undefined && { contradicted }),
    ...(withheld !== undefined && { withheld, efficiency: undefined }),
  };
}

function planCell(client: BenchClient, { server, m }: Cell, options: CellOptions, cpu: CellCpu | undefined): Plan {
  const { servers, codes, seed, timeScale, timeoutMs, retries = 0, names = false, crawl = false, service } = options;
  // Whether a command asks again is its own affair.
  const requests = client.kind === 'command' ? {} : { retries, names, crawl };
  const startsMs = client.kind === 'open' ? arrivalTimes({ ...client, seed }) : undefined;
  return planDownload({
    ...specOf(servers, server),
    ...requests,
    ...(service !== undefined && serviceFates(service)),
    codes,
    seed,
    timeScale,
    timeoutMs,
    m,
    ...(startsMs && { startsMs }),
    ...(cpu !== undefined && { work: { ms: cpu.ms, cores: cpu.cores } }),
  });
}

/** Has a client run, and waits for its end; a module only so long. */
async function ask(client: BenchClient, cell: Cell, options: CellOptions, how: CellWay): Promise<CellBrought> {
  const { codes, seed, cellTimeoutMs = DEFAULT_CELL_TIMEOUT_MS } = options;
  const { servers, runner = runHere(), signal } = how;
  const ground = { servers, label: cell.server, run: runName(cell), name: cellName(cell), signal };
  if (client.kind === 'command') {
    const [label, baseUrl] = [cell.server, servers.baseUrl(cell.server)];
    return await runner.run({ client, label, baseUrl, codes, m: cell.m, seed, cellTimeoutMs }, ground);
  }
  const task = taskOf(client, cell, options, servers);
  if (client.kind !== 'module') return await runner.run(task, ground);
  const timeout = AbortSignal.timeout(Math.ceil(cellTimeoutMs));
  try {
    const ended = AbortSignal.any(signal === undefined ? [timeout] : [timeout, signal]);
    return await runner.run(task, { ...ground, signal: ended });
  } catch (cause) {
    if (!timeout.aborted) throw cause;
    throw new ClientTimeoutError(`the client was stopped: it took longer than ${formatDuration(cellTimeoutMs)}`, {
      cause,
    });
  }
}

function taskOf(client: CellClient, cell: Cell, options: CellOptions, servers: CellServers): CellTask {
  const { codes, seed, timeScale, timeoutMs, retries = 0, names = false, crawl = false, service, request } = options;
  const asked: DownloadOptions = {
    seed,
    timeScale,
    timeoutMs,
    retries,
    names,
    crawl,
    ...workOptions(options),
    ...(request !== undefined && { request }),
    baseUrl: servers.baseUrl(cell.server),
    m: cell.m,
    // A run of its own: whatever came before, every cell's requests are first attempts and meet the same fates. A service that
    // is asked without the proxy knows of no runs.
    ...(service?.direct !== true && { run: runName(cell) }),
  };
  const saves = options.save !== undefined && { saves: true };
  return { client, codes, options: asked, ...saves, warmUpUrl: servers.warmUpUrl, warmUpItems: options.warmUpItems };
}

/** What can be known of the fates of a service's items: nothing where it depends on the order in which they are asked for. */
function serviceFates(
  service: Service,
): Pick<PlanRequest, 'isService' | 'key'> & Partial<Pick<PlanRequest, 'profile'>> {
  const key = service.direct === true ? undefined : itemKeys(service);
  return { isService: true, key: key ?? String, ...(key === undefined && { profile: [] }) };
}

/** Whether all requests of a client tell the name of their run: what is somebody's own need not. */
function namesRuns({ kind }: BenchClient): boolean {
  return kind === 'strategy' || kind === 'open';
}
