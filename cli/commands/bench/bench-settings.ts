import { DEFAULT_CELL_TIMEOUT_MS } from '../../../bench/command/cell-timeout.ts';
import { checkedHooks } from '../../../bench/command/check-hooks.ts';
import { enoughRepeats } from '../../../bench/experiment/enough-repeats.ts';
import { interleave, matrix } from '../../../bench/experiment/matrix.ts';
import type { Cell } from '../../../bench/result/cell.ts';
import { seriesName } from '../../../bench/result/cell-group.ts';
import { parseConditions, requireAnswerable } from '../../../bench/result/condition.ts';
import { climbAmong } from '../../../bench/result/own-client.ts';
import type { BenchSettings } from '../../../bench/result/result.ts';
import type { Hooks } from '../../../bench/result/settings/hooks.ts';
import { requestSettings } from '../../../bench/result/settings/request-settings.ts';
import { isElsewhere, POLITE_M, type Service } from '../../../bench/result/settings/service.ts';
import { testedServer } from '../../../bench/result/tested-server.ts';
import { UsageError } from '../../../lib/errors/usage-error.ts';
import { selectCodes } from '../../../lib/flags/country-codes.ts';
import { formatDuration, MAX_DURATION_MS } from '../../../lib/units/duration.ts';
import type { ServerSpec } from '../../../servers/lab/server-spec.ts';
import type { AgentsOptions } from '../../options/agents-options.ts';
import type { CrawlOption } from '../../options/crawl-option.ts';
import type { RequestOptions } from '../../options/request-options.ts';
import type { SelectionOptions } from '../../options/selection.ts';
import { type WorkOptions, workSettings } from '../../options/work-options.ts';
import { type ChosenServersOptions, chosenServers } from '../../running-servers/chosen-servers.ts';
import { type CommandContext, note } from '../../terminal/command-context.ts';
import { type BenchRows, type ClientOptions, itemsOf, rowsOf } from './bench-clients.ts';
import { DEFAULT_M, DEFAULT_SERVERS, POLITE_SWEEP } from './bench-defaults.ts';
import { checkCrawlRows } from './check-crawl.ts';
import { checkWorkRows } from './check-work.ts';
import { itemCount } from './item-counts.ts';
import { runIdentity } from './run-identity.ts';

/**
 * What is swept where nothing else is asked for: a server whose capacity ends, and one where nothing limits it. Lower levels
 * would take longer than all others together, and say what the rows of sequential say already.
 */
const DEFAULT_SWEEP = { servers: ['DELAY', 'LIMITED'], strategies: ['async'], levels: [4, 8, 12, 16, 20] };

/** The options of `flaglab bench` that say what is measured. */
export interface MatrixChoice
  extends SelectionOptions,
    ChosenServersOptions<number>,
    RequestOptions,
    CrawlOption,
    WorkOptions,
    ClientOptions,
    AgentsOptions,
    Hooks {
  readonly server?: readonly string[];
  readonly maxReq?: number;
  readonly sweep?: readonly number[] | 'auto';
  /** What the highest m of a sweep is to meet, such as `p95<=200ms,errors<=1%`. */
  readonly highest?: string;
  /** How often each flag is asked for in a cell. */
  readonly repeat?: number;
  readonly repetitions: number;
  /** Milliseconds before the time scale. */
  readonly timeout: number;
  /** Milliseconds that a cell of somebody's own client, or a command around the cells, may take. */
  readonly cellTimeout?: number;
}

/**
 * What a bench is to do, settled before its first cell.
 *
 * @param texts codes or first letters
 * @throws UsageError or FaultSpecError for options that make no bench
 */
export async function benchSettings(
  texts: readonly string[],
  options: MatrixChoice,
  context: CommandContext,
): Promise<BenchSettings> {
  const { highest, cellTimeout = DEFAULT_CELL_TIMEOUT_MS } = options;
  const rows = rowsOf(options);
  const hooks = checkedHooks(options);
  checkWorkRows(options, rows);
  const defaults = isPlain(options) ? [...new Set([...DEFAULT_SERVERS, ...DEFAULT_SWEEP.servers])] : DEFAULT_SERVERS;
  const { specs, ...lab } = await chosenServers(options.server ?? [], options, context, defaults);
  const { seed, timeScale } = lab;
  const levels = lab.service === undefined ? {} : politeLevels(lab.service, options);
  if (lab.service !== undefined) checkServiceRows(lab.service, texts, rows);
  if (Object.keys(levels).length > 0) {
    note(context, `At most ${POLITE_M} requests in flight, since this is another computer: -m allows more.`);
  }
  const asked = options.items?.slice(0, options.limit) ?? selectCodes({ ...options, codes: texts });
  const codes = itemsOf(asked, rows.clients, seed);
  if (options.crawl === true) checkCrawlRows(codes, rows);
  const timeoutMs = scaledTimeout(options.timeout, timeScale);
  const most = { codes, seed, timeScale, timeoutMs, m: DEFAULT_M };
  const repeatOf = (spec: ServerSpec) => options.repeat ?? (isPlain(options) ? enoughRepeats({ ...spec, ...most }) : 1);
  const isClimb = climbAmong(rows.clients) !== undefined;
  const labels = specs.map(({ label }) => label);
  const once = plannedCells({ ...options, ...levels }, labels, rows, codes.length);
  // Which rate comes next is known when the one before is over.
  const planned = isClimb ? [] : interleave(once, options.repetitions);
  const settings: BenchSettings = {
    ...(await runIdentity(context)),
    ...lab,
    timeoutMs,
    codes,
    ...requestSettings(options),
    ...workSettings(options),
    servers: specs.map((spec) => testedServer(spec, repeatOf(spec))),
    ...(options.agents !== undefined && { agents: options.agents }),
    planned,
    ...(highest !== undefined && { highest }),
    ...(rows.clients.length > 0 && { clients: rows.clients }),
    ...hooks,
    ...((rows.clients.length > 0 || Object.keys(hooks).length > 0) && { cellTimeoutMs: cellTimeout }),
  };
  if (highest !== undefined) checkHighest(highest, settings);
  return settings;
}

/** What only the flags of the lab's own servers can be asked for by. */
function checkServiceRows(service: Service, texts: readonly string[], { clients }: BenchRows): void {
  if (texts.length > 0) throw new UsageError(`${texts[0]} is not asked for: --items says what is, with --url`);
  if (clients.some(({ kind }) => kind === 'module')) {
    throw new UsageError(
      "a service is asked by the lab's strategies: to judge a client of your own, see npx flaglab watch --help",
    );
  }
  if (isElsewhere(service) && clients.some(({ kind }) => kind === 'open' || kind === 'climb')) {
    throw new UsageError('--rate is for services on this computer: others have not agreed to it');
  }
}

/** How many requests another computer gets at once, unless somebody says how many it may be. */
function politeLevels(service: Service, { maxReq, sweep }: MatrixChoice): Pick<MatrixChoice, 'maxReq' | 'sweep'> {
  if (!isElsewhere(service) || maxReq !== undefined) return {};
  if (sweep === undefined) return { maxReq: POLITE_M };
  return sweep === 'auto' ? { sweep: POLITE_SWEEP } : {};
}

/** Whether nothing is said of what to compare. */
function isPlain({
  attach,
  url,
  server,
  profile,
  client,
  command,
  rate,
  maxReq,
  sweep,
  retries,
  cpu,
  saveBytes,
  saveWith,
  crawl,
}: MatrixChoice): boolean {
  const what = attach ?? url ?? server ?? profile ?? client ?? command ?? rate ?? maxReq ?? sweep;
  return retries === 0 && (what ?? cpu ?? saveBytes ?? saveWith ?? crawl) === undefined;
}

function plannedCells(options: MatrixChoice, labels: readonly string[], rows: BenchRows, items: number): Cell[] {
  const { maxReq, sweep } = options;
  const servers = isPlain(options) ? DEFAULT_SERVERS : labels;
  const cells = matrix({ servers, ...rows, levels: sweep ?? [maxReq ?? DEFAULT_M], items });
  if (!isPlain(options)) return cells;
  const swept = matrix({ ...DEFAULT_SWEEP, items }).filter((cell) => !cells.some((other) => isSame(cell, other)));
  return [...cells, ...swept];
}

/** Better known before the bench than after it. */
function checkHighest(conditions: string, settings: BenchSettings): void {
  const { servers, planned } = settings;
  for (const { label } of servers) requireAnswerable(parseConditions(conditions), itemCount(settings, label));
  const sweeps = Map.groupBy(planned, seriesName);
  if ([...sweeps.values()].some((cells) => new Set(cells.map(({ m }) => m)).size > 1)) return;
  throw new UsageError('the highest m is that of a sweep: give --sweep auto or levels such as 1,2,4,8');
}

function isSame(a: Cell, b: Cell): boolean {
  return a.server === b.server && a.strategy === b.strategy && a.m === b.m;
}

function scaledTimeout(timeout: number, timeScale: number): number {
  // To fifteen digits: 10 s at time scale 0.07 are 700 ms, not 700.0000000000001 ms.
  const timeoutMs = Number((timeout * timeScale).toPrecision(15));
  if (timeoutMs > 0 && timeoutMs <= MAX_DURATION_MS) return timeoutMs;
  const text = `${formatDuration(timeout)} × ${timeScale}`;
  throw new UsageError(`the timeout times the time scale must be over 0 and at most 1h, not ${text}`);
}
