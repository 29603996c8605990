import { BenchServers } from '../../../bench/experiment/bench-servers.ts';
import { planDownload } from '../../../bench/plan/plan.ts';
import { requireAnswerable } from '../../../bench/result/condition.ts';
import { requestSettings, requestSettingsText } from '../../../bench/result/request-settings.ts';
import type { BenchSettings } from '../../../bench/result/result.ts';
import { testedServer } from '../../../bench/result/tested-server.ts';
import { RunStore } from '../../../bench/store/store.ts';
import { knownKnee } from '../../../bench/sweep/known-knee.ts';
import { type TuneResult, type TuneStep, tune } from '../../../bench/tune/tune.ts';
import { parseGoal, type TuneGoal } from '../../../bench/tune/tune-goal.ts';
import { tuneItems, tuneTimeScale } from '../../../bench/tune/tune-settings.ts';
import { tuneVerdict } from '../../../bench/tune/tune-verdict.ts';
import { type Strategy, strategy } from '../../../clients/strategies.ts';
import { UsageError } from '../../../lib/errors/usage-error.ts';
import { selectCodes } from '../../../lib/flags/country-codes.ts';
import { shortDuration } from '../../../lib/units/duration.ts';
import { slotsOf } from '../../../servers/faults/limits/capacity-spec.ts';
import type { ServerSpec } from '../../../servers/lab/server-spec.ts';
import type { RequestOptions } from '../../options/request-options.ts';
import { type ServerOptions, serverSpecs } from '../../options/server-options.ts';
import { printCurveExplanations } from '../../result-text/explanations.ts';
import { type CommandContext, print } from '../../terminal/command-context.ts';
import { EXIT_INTERRUPTED } from '../../terminal/exit-codes.ts';
import { Interrupt } from '../../terminal/interrupt.ts';
import { wrapped } from '../../terminal/wrapped.ts';
import { noteUnlisted, writePage } from '../bench/bench-reports.ts';
import { runIdentity } from '../bench/run-identity.ts';
import { TuneRun } from './tune-run.ts';
import { curveLines, noneSentence, stepLine, tuneJson } from './tune-text.ts';

/** The options of `flaglab tune`. */
export interface TuneCommandOptions extends ServerOptions, RequestOptions {
  readonly server: string;
  readonly client: string;
  readonly goal: string;
  readonly limit: number;
  readonly budget: number;
  readonly seed: number;
  /** Default: as the server's fates want it. */
  readonly timeScale?: number;
  /** Milliseconds before the time scale. */
  readonly timeout: number;
  /** Whether to say what the scalability law and Kneedle find. */
  readonly explain?: boolean;
  readonly results: string;
  readonly json?: boolean;
}

/** Searches, prints each measurement, keeps the run, and ends with the best m. Resolves to the exit code. */
export async function tuneStrategy(options: TuneCommandOptions, context: CommandContext): Promise<number> {
  const [spec] = serverSpecs([options.server], options);
  const { label, profile } = spec!;
  const chosen = tunable(strategy(options.client));
  const goal = parseGoal(options.goal);
  const settings = await settingsOf(options, spec!, goal, context);
  const { codes, seed, timeScale, timeoutMs, id } = settings;
  requireAnswerable(goal.conditions, codes.length);
  const leastItems = Math.max(0, ...goal.conditions.map((condition) => condition.figure.itemsNeeded));
  const slots = slotsOf(profile) ?? Infinity;
  const known = knownKnee({ ...settings, ...spec! });
  const store = new RunStore(options.results, id);
  const run = await TuneRun.begin(settings, store);
  const isJson = options.json === true;
  if (!isJson) print(context, settingsLine(`${label} ${chosen.name}`, settings));
  using interrupt = new Interrupt(context);
  const { signal } = interrupt;
  try {
    await using servers = await BenchServers.start(settings, signal);
    const search = tune({ goal, maxM: Math.min(chosen.maxM, codes.length), budget: options.budget }, (m) => {
      const flags = codes.slice(0, tuneItems(m, slots, leastItems, codes.length));
      return run.measure({ server: label, strategy: chosen.name, m }, flags, servers, signal);
    });
    const result = await follow(search, (step) => {
      if (!isJson) print(context, stepLine(step));
    });
    const kept = await run.end(known);
    const page = await writePage({ result: kept, records: run.records }, store);
    noteUnlisted(store, context);
    const name = `${chosen.name} on ${label}`;
    const verdict = tuneVerdict(result, name, goal.conditions.length === 0 ? known : undefined);
    if (isJson) print(context, JSON.stringify({ ...tuneJson(result, verdict, id), seed, timeScale, timeoutMs }));
    else {
      if (options.explain === true) printCurveExplanations(kept.curves, context);
      const answer = wrapped(verdict?.sentence ?? noneSentence(result, name, options.goal), context.stdout);
      const lines = ['', ...curveLines(result, verdict), '', `Report: ${page}`, '', ...answer];
      for (const line of lines) print(context, line);
    }
    return verdict === undefined ? 1 : 0;
  } catch (error) {
    if (signal.aborted) return EXIT_INTERRUPTED;
    throw error;
  }
}

async function settingsOf(
  options: TuneCommandOptions,
  spec: ServerSpec,
  { conditions }: TuneGoal,
  context: CommandContext,
): Promise<Omit<BenchSettings, 'planned'>> {
  const { limit, seed, timeout, timeScale: asked } = options;
  const codes = selectCodes({ all: true, limit });
  const requests = requestSettings(options);
  const unscaled = { ...spec, ...requests, codes, seed, timeScale: 1, timeoutMs: timeout, m: 1 };
  const timeScale = asked ?? tuneTimeScale(planDownload(unscaled).sumMs / codes.length);
  return {
    ...(await runIdentity(context)),
    seed,
    timeScale,
    timeoutMs: timeout * timeScale,
    codes,
    ...requests,
    servers: [testedServer(spec)],
    ...(conditions.length > 0 && { highest: conditions.map(({ text }) => text).join(',') }),
  };
}

function settingsLine(
  name: string,
  { seed, timeScale, timeoutMs, ...requests }: Omit<BenchSettings, 'planned'>,
): string {
  return `${name}; seed ${seed}, time scale ${timeScale}, timeout ${shortDuration(timeoutMs)}${requestSettingsText(requests)}`;
}

function tunable(chosen: Strategy): Strategy {
  if (chosen.maxM > 1) return chosen;
  throw new UsageError(`${chosen.name} has one request in flight, always: there is nothing to tune`);
}

async function follow(
  search: AsyncGenerator<TuneStep, TuneResult>,
  tell: (step: TuneStep) => void,
): Promise<TuneResult> {
  while (true) {
    const { done, value } = await search.next();
    if (done === true) return value;
    tell(value);
  }
}
