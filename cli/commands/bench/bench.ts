import { DEFAULT_CELL_TIMEOUT_MS } from '../../../bench/command/cell-timeout.ts';
import {
  type AssertionCheck,
  checkAssertions,
  parseAssertion,
  requireAnswerableBy,
} from '../../../bench/criteria/assertion.ts';
import { checkModules } from '../../../bench/experiment/check-modules.ts';
import { enoughRepeats } from '../../../bench/experiment/enough-repeats.ts';
import { interleave, matrix } from '../../../bench/experiment/matrix.ts';
import { type BenchRun, emptyResult, runBench } from '../../../bench/experiment/run-bench.ts';
import type { Cell } from '../../../bench/result/cell.ts';
import { seriesName } from '../../../bench/result/cell-group.ts';
import { parseConditions, requireAnswerable } from '../../../bench/result/condition.ts';
import { requestSettings } from '../../../bench/result/request-settings.ts';
import type { BenchResult, BenchSettings } from '../../../bench/result/result.ts';
import { mostItems, testedServer } from '../../../bench/result/tested-server.ts';
import { loadRun } from '../../../bench/store/load-run.ts';
import { RunStore } from '../../../bench/store/store.ts';
import { withoutShortCells } from '../../../bench/store/without-short-cells.ts';
import { UsageError } from '../../../lib/errors/usage-error.ts';
import { selectCodes } from '../../../lib/flags/country-codes.ts';
import { formatDuration, MAX_DURATION_MS } from '../../../lib/units/duration.ts';
import type { ServerSpec } from '../../../servers/lab/server-spec.ts';
import type { RequestOptions } from '../../options/request-options.ts';
import type { SelectionOptions } from '../../options/selection.ts';
import { type ServerOptions, serverSpecs } from '../../options/server-options.ts';
import { noteDoubts, printAnswer, printFigures, settingsLine } from '../../result-text/bench-text.ts';
import { printExplanations } from '../../result-text/explanations.ts';
import { withResumeHint } from '../../result-text/resume-hint.ts';
import { type CommandContext, note, print } from '../../terminal/command-context.ts';
import { EXIT_ASSERTION_FAILED, EXIT_INTERRUPTED } from '../../terminal/exit-codes.ts';
import { Interrupt } from '../../terminal/interrupt.ts';
import { checkWritable, writeText } from '../../terminal/write-text.ts';
import { type BenchRows, type ClientOptions, itemsOf, rowsOf } from './bench-clients.ts';
import { DEFAULT_M, DEFAULT_SERVERS } from './bench-defaults.ts';
import { benchProgress } from './bench-progress.ts';
import { checkReportFiles, noteUnlisted, type ReportFiles, writePage, writeReportFiles } from './bench-reports.ts';
import { runIdentity } from './run-identity.ts';

/** What is swept where nothing else is asked for: a server whose capacity ends, and one where nothing limits it. */
const DEFAULT_SWEEP = { servers: ['DELAY', 'LIMITED'], strategies: ['async'], levels: [1, 2, 4, 8, 16, 20] };

/** Where the JSON goes that is to be printed. */
const STDOUT = '-';

/** The options of `flaglab bench`. */
export interface BenchOptions extends SelectionOptions, ServerOptions, RequestOptions, ClientOptions, ReportFiles {
  readonly server?: readonly string[];
  readonly maxReq?: number;
  readonly sweep?: readonly number[] | 'auto';
  /** What the highest m of a sweep is to meet, such as `p95<=200ms,errors<=1%`. */
  readonly highest?: string;
  /** Whether to say what the scalability law and Kneedle find in a sweep. */
  readonly explain?: boolean;
  /** How often each flag is asked for in a cell. */
  readonly repeat?: number;
  readonly repetitions: number;
  readonly seed: number;
  readonly timeScale: number;
  /** Milliseconds before the time scale. */
  readonly timeout: number;
  /** Milliseconds that a cell of somebody's own client may take. */
  readonly cellTimeout?: number;
  readonly results: string;
  /** A run to go on with; true for the last. */
  readonly resume?: string | true;
  /** What must hold, such as `async.DELAY.goodput > 40`. */
  readonly assert?: readonly string[];
  /** A file, or `-` for stdout. */
  readonly json?: string;
}

/** Runs the matrix, keeps what comes out and prints it. Resolves to the exit code. */
export async function bench(texts: readonly string[], options: BenchOptions, context: CommandContext): Promise<number> {
  const { json, resume, results } = options;
  const kept =
    resume === undefined ? undefined : withoutShortCells(await loadRun(results, resume === true ? 'last' : resume));
  const done = kept?.run;
  const asked = done?.result ?? (await settingsOf(texts, options, context));
  const settings = options.assert === undefined ? asked : { ...asked, assertions: options.assert };
  await checkModules(settings.clients ?? []);
  const assertions = (settings.assertions ?? []).map(parseAssertion);
  requireAnswerableBy(assertions, settings.planned, mostItems(settings));
  if (json !== undefined && json !== STDOUT) await checkWritable(json);
  await checkReportFiles(options);
  const store = done === undefined ? new RunStore(results, settings.id) : RunStore.of(done);
  if (done === undefined) await store.begin(emptyResult(settings));
  else {
    if (kept!.short.length > 0) {
      // Killed in between, it is short of records and measures again: none ever counts for another cell.
      await store.keepRecords([]);
      await store.save(done.result, []);
    }
    await store.keepRecords(done.records);
  }
  for (const name of kept?.short ?? []) note(context, `${name} is measured again: its records are gone`);
  if (json !== STDOUT) print(context, settingsLine(settings));

  using interrupt = new Interrupt(context);
  const { result, records } = await runWithProgress(settings, done, store, interrupt.signal, context);
  const run = { result: withResumeHint(result, store.folder), records };
  await store.save(run.result, []);

  if (json === STDOUT) print(context, JSON.stringify(run.result));
  else printFigures(run.result, context);
  if (json !== STDOUT && options.explain === true) printExplanations(run.result.curves, context);
  if (json !== undefined && json !== STDOUT) await writeText(json, `${JSON.stringify(run.result, undefined, 2)}\n`);
  const checks = interrupt.signal.aborted ? [] : checkAssertions(assertions, run.result);
  await writeReportFiles(run, checks, options);
  const page = await writePage(run, store);
  noteUnlisted(store, context);
  if (json !== STDOUT) {
    print(context);
    print(context, `Report: ${page}`);
  }
  noteDoubts(run.result, context);
  for (const { sentence } of checks) note(context, `assertion: ${sentence}`);
  if (json !== STDOUT) printAnswer(run.result, context);
  return exitCode(run.result, checks, interrupt.signal);
}

async function settingsOf(
  texts: readonly string[],
  options: BenchOptions,
  context: CommandContext,
): Promise<BenchSettings> {
  const { seed, timeScale, highest, cellTimeout = DEFAULT_CELL_TIMEOUT_MS } = options;
  const rows = rowsOf(options);
  const codes = itemsOf(selectCodes({ ...options, codes: texts }), rows.clients, seed);
  const specs = serverSpecs(
    options.server ?? [],
    options,
    isPlain(options) ? [...new Set([...DEFAULT_SERVERS, ...DEFAULT_SWEEP.servers])] : DEFAULT_SERVERS,
  );
  const timeoutMs = scaledTimeout(options);
  const most = { codes, seed, timeScale, timeoutMs, m: DEFAULT_M };
  const repeatOf = (spec: ServerSpec) => options.repeat ?? (isPlain(options) ? enoughRepeats({ ...spec, ...most }) : 1);
  const planned = interleave(
    plannedCells(
      options,
      specs.map(({ label }) => label),
      rows,
      codes.length,
    ),
    options.repetitions,
  );
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
function isPlain({ server, profile, client, command, rate, maxReq, sweep, retries }: BenchOptions): boolean {
  return retries === 0 && (server ?? profile ?? client ?? command ?? rate ?? maxReq ?? sweep) === undefined;
}

function plannedCells(options: BenchOptions, labels: readonly string[], rows: BenchRows, items: number): Cell[] {
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

function scaledTimeout({ timeout, timeScale }: BenchOptions): number {
  const timeoutMs = timeout * timeScale;
  if (timeoutMs > 0 && timeoutMs <= MAX_DURATION_MS) return timeoutMs;
  const text = `${formatDuration(timeout)} × ${timeScale}`;
  throw new UsageError(`the timeout times the time scale must be over 0 and at most 1h, not ${text}`);
}

async function runWithProgress(
  settings: BenchSettings,
  done: BenchRun | undefined,
  store: RunStore,
  signal: AbortSignal,
  context: CommandContext,
): Promise<BenchRun> {
  const left = settings.planned.length - (done?.result.cells.length ?? 0);
  using progress = benchProgress(left, context, signal);
  const save: RunStore['save'] = (result, records) => store.save(result, records);
  return await runBench(settings, { tell: progress.tell, save, signal }, done);
}

function exitCode(result: BenchResult, checks: readonly AssertionCheck[], signal: AbortSignal): number {
  if (signal.aborted) return EXIT_INTERRUPTED;
  if (checks.some(({ ok }) => !ok)) return EXIT_ASSERTION_FAILED;
  return result.cells.some((cell) => 'error' in cell) ? 1 : 0;
}
