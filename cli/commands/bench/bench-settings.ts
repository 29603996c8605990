import { DEFAULT_CELL_TIMEOUT_MS } from '../../../bench/command/cell-timeout.ts';
import { enoughRepeats } from '../../../bench/experiment/enough-repeats.ts';
import { interleave, matrix } from '../../../bench/experiment/matrix.ts';
import type { Cell } from '../../../bench/result/cell.ts';
import { seriesName } from '../../../bench/result/cell-group.ts';
import { parseConditions, requireAnswerable } from '../../../bench/result/condition.ts';
import { climbAmong } from '../../../bench/result/own-client.ts';
import { requestSettings } from '../../../bench/result/request-settings.ts';
import type { BenchSettings } from '../../../bench/result/result.ts';
import { testedServer } from '../../../bench/result/tested-server.ts';
import { UsageError } from '../../../lib/errors/usage-error.ts';
import { selectCodes } from '../../../lib/flags/country-codes.ts';
import { formatDuration, MAX_DURATION_MS } from '../../../lib/units/duration.ts';
import type { ServerSpec } from '../../../servers/lab/server-spec.ts';
import type { RequestOptions } from '../../options/request-options.ts';
import type { SelectionOptions } from '../../options/selection.ts';
import { type ServerOptions, serverSpecs } from '../../options/server-options.ts';
import type { CommandContext } from '../../terminal/command-context.ts';
import { type BenchRows, type ClientOptions, itemsOf, rowsOf } from './bench-clients.ts';
import { DEFAULT_M, DEFAULT_SERVERS } from './bench-defaults.ts';
import { runIdentity } from './run-identity.ts';

/** What is swept where nothing else is asked for: a server whose capacity ends, and one where nothing limits it. */
const DEFAULT_SWEEP = { servers: ['DELAY', 'LIMITED'], strategies: ['async'], levels: [1, 2, 4, 8, 16, 20] };

/** The options of `flaglab bench` that say what is measured. */
export interface MatrixChoice extends SelectionOptions, ServerOptions, RequestOptions, ClientOptions {
  readonly server?: readonly string[];
  readonly maxReq?: number;
  readonly sweep?: readonly number[] | 'auto';
  /** What the highest m of a sweep is to meet, such as `p95<=200ms,errors<=1%`. */
  readonly highest?: string;
  /** How often each flag is asked for in a cell. */
  readonly repeat?: number;
  readonly repetitions: number;
  readonly seed: number;
  readonly timeScale: number;
  /** Milliseconds before the time scale. */
  readonly timeout: number;
  /** Milliseconds that a cell of somebody's own client may take. */
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
  const { seed, timeScale, highest, cellTimeout = DEFAULT_CELL_TIMEOUT_MS } = options;
  const rows = rowsOf(options);
  const isClimb = climbAmong(rows.clients) !== undefined;
  const codes = itemsOf(selectCodes({ ...options, codes: texts }), rows.clients, seed);
  const specs = serverSpecs(
    options.server ?? [],
    options,
    isPlain(options) ? [...new Set([...DEFAULT_SERVERS, ...DEFAULT_SWEEP.servers])] : DEFAULT_SERVERS,
  );
  const timeoutMs = scaledTimeout(options);
  const most = { codes, seed, timeScale, timeoutMs, m: DEFAULT_M };
  const repeatOf = (spec: ServerSpec) => options.repeat ?? (isPlain(options) ? enoughRepeats({ ...spec, ...most }) : 1);
  const labels = specs.map(({ label }) => label);
  const once = plannedCells(options, labels, rows, codes.length);
  // Which rate comes next is known when the one before is over.
  const planned = isClimb ? [] : interleave(once, options.repetitions);
  if (highest !== undefined) checkHighest(highest, planned, codes.length * (options.repeat ?? 1));
  return {
    ...(await runIdentity(context)),
    seed,
    timeScale,
    timeoutMs,
    codes,
    ...requestSettings(options),
    servers: specs.map((spec) => testedServer(spec, repeatOf(spec))),
    planned,
    ...(highest !== undefined && { highest }),
    ...(rows.clients.length > 0 && { clients: rows.clients, cellTimeoutMs: cellTimeout }),
  };
}

/** Whether nothing is said of what to compare. */
function isPlain({ server, profile, client, command, rate, maxReq, sweep, retries }: MatrixChoice): boolean {
  return retries === 0 && (server ?? profile ?? client ?? command ?? rate ?? maxReq ?? sweep) === undefined;
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
function checkHighest(conditions: string, planned: readonly Cell[], items: number): void {
  requireAnswerable(parseConditions(conditions), items);
  const sweeps = Map.groupBy(planned, seriesName);
  if ([...sweeps.values()].some((cells) => new Set(cells.map(({ m }) => m)).size > 1)) return;
  throw new UsageError('the highest m is that of a sweep: give --sweep auto or levels such as 1,2,4,8');
}

function isSame(a: Cell, b: Cell): boolean {
  return a.server === b.server && a.strategy === b.strategy && a.m === b.m;
}

function scaledTimeout({ timeout, timeScale }: MatrixChoice): number {
  const timeoutMs = timeout * timeScale;
  if (timeoutMs > 0 && timeoutMs <= MAX_DURATION_MS) return timeoutMs;
  const text = `${formatDuration(timeout)} × ${timeScale}`;
  throw new UsageError(`the timeout times the time scale must be over 0 and at most 1h, not ${text}`);
}
