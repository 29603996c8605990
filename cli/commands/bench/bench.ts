import { mostCells } from '../../../bench/climb/climb.ts';
import {
  type AssertionCheck,
  checkAssertions,
  parseAssertion,
  requireAnswerableBy,
} from '../../../bench/criteria/assertion.ts';
import type { CellRunner } from '../../../bench/experiment/cell/cell-runner.ts';
import { checkClients } from '../../../bench/experiment/check-clients.ts';
import {
  type BenchContext,
  type BenchEvent,
  type BenchRun,
  emptyResult,
  runBench,
} from '../../../bench/experiment/run-bench.ts';
import { climbAmong } from '../../../bench/result/own-client.ts';
import type { BenchResult, BenchSettings, LessonRun } from '../../../bench/result/result.ts';
import { loadRun } from '../../../bench/store/load-run.ts';
import { RunStore } from '../../../bench/store/store.ts';
import { withoutLostCells } from '../../../bench/store/without-lost-cells.ts';
import type { ItemRequest } from '../../../clients/download/item-request.ts';
import { UsageError } from '../../../lib/errors/usage-error.ts';
import { wantedAgents } from '../../options/agents-options.ts';
import { requestFor } from '../../options/service-options.ts';
import { noteDoubts, printAnswer, printFigures } from '../../result-text/bench-text.ts';
import { printCurves } from '../../result-text/curve-text.ts';
import { printExplanations } from '../../result-text/explanations.ts';
import { LiveTable } from '../../result-text/live-table.ts';
import { printReportLink } from '../../result-text/report-link.ts';
import { withResumeHint, withWayOn } from '../../result-text/resume-hint.ts';
import { cellServers } from '../../running-servers/cell-servers.ts';
import { spreadOverAgents } from '../../running-servers/spread-over-agents.ts';
import { type CommandContext, note, print, printJson } from '../../terminal/command-context.ts';
import { EXIT_ASSERTION_FAILED, EXIT_INTERRUPTED } from '../../terminal/exit-codes.ts';
import { Interrupt } from '../../terminal/interrupt.ts';
import { checkWritable, writeText } from '../../terminal/write-text.ts';
import { benchProgress } from './bench-progress.ts';
import { checkReportFiles, noteUnlisted, type ReportFiles, writePage, writeReportFiles } from './bench-reports.ts';
import { benchSettings, type MatrixChoice } from './bench-settings.ts';
import { intentLine } from './intent-line.ts';
import { itemCount } from './item-counts.ts';
import { type RunWatcher, tellWatcher } from './run-watcher.ts';

/** Where the JSON goes that is to be printed. */
const STDOUT = '-';

/** An assertion is about one level of a series. */
const NO_ASSERTIONS =
  '--assert is about one rate: give one, such as --rate 50/s, or leave it out, for --until says what must not be';

/** The options of `flaglab bench`. */
export interface BenchOptions extends MatrixChoice, ReportFiles {
  /** Whether to say where time was lost, and what the scalability law and Kneedle find in a sweep. */
  readonly explain?: boolean;
  readonly results: string;
  /** A run to go on with; true for the last. */
  readonly resume?: string | true;
  /** What must hold, such as `async.DELAY.goodput > 40`. */
  readonly assert?: readonly string[];
  /** A file, or `-` for stdout. */
  readonly json?: string;
  /** The lesson that has it run, and wants to know what was found, and what it is to be kept with; no option of the command line. */
  readonly lesson?: { readonly run?: LessonRun; readonly tell: (result: BenchResult) => void };
  /** Who watches it from within this process; no option of the command line. */
  readonly watcher?: RunWatcher;
}

/** Runs the matrix, keeps what comes out and prints it. Resolves to the exit code. */
export async function bench(texts: readonly string[], options: BenchOptions, context: CommandContext): Promise<number> {
  const { json, resume, results } = options;
  const kept =
    resume === undefined ? undefined : withoutLostCells(await loadRun(results, resume === true ? 'last' : resume));
  const done = kept?.run;
  const asked = done?.result ?? (await benchSettings(texts, options, context));
  const { assert: assertions, lesson, watcher } = options;
  const settings = { ...asked, ...(assertions && { assertions }), ...(lesson?.run && { lesson: lesson.run }) };
  if (climbAmong(settings.clients) !== undefined && assertions !== undefined) throw new UsageError(NO_ASSERTIONS);
  const request = requestFor(settings.service, options);
  const wanted = wantedAgents(options, done?.result.agents);
  await checkClients(settings.clients ?? []);
  const asserted = (settings.assertions ?? []).map(parseAssertion);
  requireAnswerableBy(asserted, settings.planned, (server) => itemCount(settings, server));
  if (json !== undefined && json !== STDOUT) await checkWritable(json);
  await checkReportFiles(options);
  const store = done === undefined ? new RunStore(results, settings.id) : RunStore.of(done);
  if (json !== STDOUT) print(context, intentLine(settings));
  using interrupt = new Interrupt(context);
  // Where they do not come, there is no run.
  await using runner = await spreadOverAgents(wanted, settings, store, context, interrupt.signal);
  if (done === undefined) await store.begin(emptyResult(settings));
  else {
    if (kept!.lost.length > 0) {
      // Killed in between, it lacks records and measures again: none ever counts for another cell.
      await store.keepRecords([]);
      await store.save(done.result, []);
    }
    await store.keepRecords(done.records);
  }
  for (const line of kept?.lost ?? []) note(context, line);
  const live = json === STDOUT ? undefined : LiveTable.of(settings, done?.result.cells ?? [], context);

  watcher?.planned(settings, intentLine(settings));
  const watched = { request, runner, store, signal: interrupt.signal, live, watcher };
  const { result, records } = await runWithProgress(settings, done, watched, context);
  const run = { result: withResumeHint(result, store.folder), records };
  await store.save(run.result, []);

  if (json === STDOUT) printJson(context, run.result);
  else printFigures(run.result, context, live);
  if (json !== STDOUT && options.sweep !== undefined) printCurves(run.result.curves, context);
  if (json !== STDOUT && options.explain === true) printExplanations(run.result, context);
  if (json !== undefined && json !== STDOUT) await writeText(json, `${JSON.stringify(run.result, undefined, 2)}\n`);
  const checks = interrupt.signal.aborted ? [] : checkAssertions(asserted, run.result);
  await writeReportFiles(run, checks, options);
  const page = await writePage(run, store);
  noteUnlisted(store, context);
  noteDoubts(run.result, context);
  for (const { sentence } of checks) note(context, `assertion: ${sentence}`);
  if (json !== STDOUT) {
    printAnswer(run.result, context);
    printReportLink(page, context);
  }
  lesson?.tell(run.result);
  watcher?.ended(run.result);
  return exitCode(run.result, checks, interrupt.signal);
}

/** How a bench is asked, kept, stopped and shown. */
interface Watched {
  readonly request: ItemRequest | undefined;
  readonly runner: CellRunner | undefined;
  readonly store: RunStore;
  readonly signal: AbortSignal;
  readonly live: LiveTable | undefined;
  readonly watcher: RunWatcher | undefined;
}

async function runWithProgress(
  settings: BenchSettings,
  done: BenchRun | undefined,
  { request, runner, store, signal, live, watcher }: Watched,
  context: CommandContext,
): Promise<BenchRun> {
  const climb = climbAmong(settings.clients);
  const cells = climb === undefined ? settings.planned.length : mostCells(climb, settings.servers.length);
  const left = cells - (done?.result.cells.length ?? 0);
  using progress = benchProgress({ cells: left, isGuess: climb !== undefined }, context, signal, live);
  const save: RunStore['save'] = (result, records) => store.save(result, records);
  const tell = (event: BenchEvent) => {
    progress.tell(event);
    tellWatcher(watcher, settings, event);
  };
  const start: BenchContext['start'] = watcher?.start ?? cellServers(context);
  try {
    return await runBench(settings, { start, runner, request, tell, save, signal }, done);
  } catch (error) {
    throw withWayOn(error, settings, store.folder);
  }
}

function exitCode(result: BenchResult, checks: readonly AssertionCheck[], signal: AbortSignal): number {
  if (signal.aborted) return EXIT_INTERRUPTED;
  if (checks.some(({ ok }) => !ok)) return EXIT_ASSERTION_FAILED;
  const isCleanedUp = result.warnings.every(({ kind }) => kind !== 'cleanup-failed');
  return isCleanedUp && !result.cells.some((cell) => 'error' in cell) ? 0 : 1;
}
