import { codesInTurn } from '../../../bench/climb/codes-in-turn.ts';
import { planDownload } from '../../../bench/plan/plan.ts';
import type { BenchSettings } from '../../../bench/result/result.ts';
import { requestSettings, requestSettingsText } from '../../../bench/result/settings/request-settings.ts';
import { capOf, type Service, serviceText } from '../../../bench/result/settings/service.ts';
import { testedServer } from '../../../bench/result/tested-server.ts';
import { RunStore } from '../../../bench/store/store.ts';
import { knownKnee, NOT_KNOWN } from '../../../bench/sweep/known-knee.ts';
import { type TuneResult, type TuneStep, tune } from '../../../bench/tune/tune.ts';
import { parseGoal, type TuneGoal } from '../../../bench/tune/tune-goal.ts';
import { MOST_SERVICE_ITEMS, tuneItems, tuneTimeScale } from '../../../bench/tune/tune-settings.ts';
import { tuneVerdict } from '../../../bench/tune/tune-verdict.ts';
import { requireStrategy, type StrategyRow } from '../../../clients/strategy-rows.ts';
import { UsageError } from '../../../lib/errors/usage-error.ts';
import { selectCodes } from '../../../lib/flags/country-codes.ts';
import { shortDuration } from '../../../lib/units/duration.ts';
import { slotsOf } from '../../../servers/faults/limits/capacity-spec.ts';
import type { ServerSpec } from '../../../servers/lab/server-spec.ts';
import { type AgentsOptions, wantedAgents } from '../../options/agents-options.ts';
import type { RequestOptions } from '../../options/request-options.ts';
import { requestFor } from '../../options/service-options.ts';
import { noteDoubts, printAgents } from '../../result-text/bench-text.ts';
import { printCurveExplanations } from '../../result-text/explanations.ts';
import { printReportLink } from '../../result-text/report-link.ts';
import { cellServers } from '../../running-servers/cell-servers.ts';
import { type ChosenServersOptions, chosenServers } from '../../running-servers/chosen-servers.ts';
import { spreadOverAgents } from '../../running-servers/spread-over-agents.ts';
import { type CommandContext, note, print, printJson } from '../../terminal/command-context.ts';
import { EXIT_INTERRUPTED } from '../../terminal/exit-codes.ts';
import { Interrupt } from '../../terminal/interrupt.ts';
import { StatusLine } from '../../terminal/status-line.ts';
import { checkReportFiles, noteUnlisted, writePage } from '../bench/bench-reports.ts';
import { runIdentity } from '../bench/run-identity.ts';
import type { RunWatcher } from '../bench/run-watcher.ts';
import { leastItems } from './least-items.ts';
import { TuneRun } from './tune-run.ts';
import { curveLines, noneSentence, stepLine, tuneJson } from './tune-text.ts';

/** What is said at Ctrl-C. */
const INTERRUPTED = 'Interrupted before there was an answer: nothing is concluded.';

/** The options of `flaglab tune`. */
export interface TuneCommandOptions extends ChosenServersOptions<number | undefined>, RequestOptions, AgentsOptions {
  readonly server?: string;
  readonly client: string;
  readonly goal: string;
  readonly limit?: number;
  readonly maxM?: number;
  readonly keepGoing?: boolean;
  readonly budget: number;
  /** Milliseconds before the time scale. */
  readonly timeout: number;
  /** Whether to say what the scalability law and Kneedle find. */
  readonly explain?: boolean;
  readonly results: string;
  readonly json?: boolean;
  /** Who watches it from within this process; no option of the command line. */
  readonly watcher?: RunWatcher;
}

/** Searches, prints each measurement, keeps the run, and ends with the best m. Resolves to the exit code. */
export async function tuneStrategy(options: TuneCommandOptions, context: CommandContext): Promise<number> {
  const chosen = tunable(requireStrategy(options.client));
  const goal = parseGoal(options.goal);
  const { spec, settings } = await settingsOf(options, goal, context);
  const { label, profile } = spec;
  const { codes, seed, timeScale, timeoutMs, id, service } = settings;
  const request = requestFor(service, options);
  const wanted = wantedAgents(options);
  const most = mostItems(options, service, codes.length);
  const isCautious = service !== undefined && options.keepGoing !== true;
  const least = leastItems(settings, spec, { conditions: goal.conditions, isCautious, most });
  const slots = slotsOf(profile) ?? Infinity;
  const known = service === undefined ? knownKnee({ ...settings, ...spec }) : NOT_KNOWN;
  const store = new RunStore(options.results, id);
  await checkReportFiles();
  const { watcher } = options;
  const isJson = options.json === true;
  if (!isJson) print(context, settingsLine(label, chosen.name, settings));
  using interrupt = new Interrupt(context);
  const { signal } = interrupt;
  watcher?.planned({ ...settings, planned: [] }, settingsLine(label, chosen.name, settings));
  using status = new StatusLine(context, signal);
  try {
    await using runner = await spreadOverAgents(wanted, settings, store, context, signal);
    const run = await TuneRun.begin(settings, request, store, watcher);
    await using servers = await (watcher?.start ?? cellServers(context))(settings, signal);
    const way = { servers, runner, signal };
    const search = tune(
      {
        goal,
        maxM: mostM(options, chosen, service, most),
        budget: options.budget,
        isCautious,
        endsInVain: service !== undefined,
      },
      async (m) => {
        const count = tuneItems(m, slots, least, most);
        const items = codesInTurn(codes, count);
        const level = { server: label, strategy: chosen.name, m };
        status.show(`Measuring m = ${m} …`);
        const figures =
          service !== undefined && run.isEmpty
            ? await run.measureFirst(level, items, way)
            : await run.measure(level, items, way);
        status.clear();
        return figures;
      },
    );
    const result = await follow(search, (step) => {
      if (!isJson) print(context, stepLine(step));
    });
    const name = `${chosen.name} on ${service?.origin ?? label}`;
    const verdict = tuneVerdict(
      result,
      name,
      goal.conditions.length === 0 && known !== NOT_KNOWN ? known : undefined,
      capSentence(options, service),
    );
    const answer = verdict?.sentence ?? noneSentence(result, name, options.goal);
    const kept = await run.end(answer, known, options.maxM === undefined ? capOf(service) : undefined);
    const page = await writePage({ result: kept, records: run.records }, store);
    noteUnlisted(store, context);
    watcher?.ended(kept);
    if (isJson) printJson(context, { ...tuneJson(result, verdict, id), seed, timeScale, timeoutMs });
    else {
      if (options.explain === true) printCurveExplanations(kept.curves, context);
      for (const line of ['', ...curveLines(result, verdict, context.stdout)]) print(context, line);
      printAgents(kept, context);
      noteDoubts(kept, context);
      for (const line of ['', { text: answer, tone: 'answer' } as const]) print(context, line);
      printReportLink(page, context);
    }
    return verdict === undefined ? 1 : 0;
  } catch (error) {
    status.clear();
    if (!signal.aborted) throw error;
    note(context, INTERRUPTED);
    return EXIT_INTERRUPTED;
  }
}

async function settingsOf(
  options: TuneCommandOptions,
  { conditions }: TuneGoal,
  context: CommandContext,
): Promise<{ spec: ServerSpec; settings: Omit<BenchSettings, 'planned'> }> {
  const { limit, timeout, server, url } = options;
  if (server === undefined && url === undefined) {
    throw new UsageError('say what to tune for: -s LIMITED for a server of the lab, or --url for a service');
  }
  const {
    specs,
    timeScale: asked,
    ...lab
  } = await chosenServers(server === undefined ? [] : [server], options, context);
  const spec = specs[0]!;
  const codes = options.items ?? selectCodes({ all: true, ...(limit !== undefined && { limit }) });
  const requests = requestSettings(options);
  const unscaled = { ...spec, ...requests, codes, seed: lab.seed, timeScale: 1, timeoutMs: timeout, m: 1 };
  const timeScale = asked ?? tuneTimeScale(planDownload(unscaled).sumMs / codes.length);
  const settings = {
    ...(await runIdentity(context)),
    ...lab,
    timeScale,
    timeoutMs: timeout * timeScale,
    codes,
    ...requests,
    servers: [testedServer(spec)],
    ...(options.agents !== undefined && { agents: options.agents }),
    ...(conditions.length > 0 && { highest: conditions.map(({ text }) => text).join(',') }),
  };
  return { spec, settings };
}

function settingsLine(
  label: string,
  name: string,
  { seed, timeScale, timeoutMs, service, ...requests }: Omit<BenchSettings, 'planned'>,
): string {
  const what =
    service === undefined
      ? `${label} ${name}; seed ${seed}, time scale ${timeScale}`
      : `${name}; ${serviceText(service)}`;
  return `${what}, timeout ${shortDuration(timeoutMs)}${requestSettingsText(requests)}`;
}

/** How many items one measurement may have: of a service they are asked for again where there are fewer. */
function mostItems({ limit }: TuneCommandOptions, service: Service | undefined, count: number): number {
  return service === undefined ? count : (limit ?? MOST_SERVICE_ITEMS);
}

function mostM(
  { maxM = Infinity }: TuneCommandOptions,
  chosen: StrategyRow,
  service: Service | undefined,
  most: number,
): number {
  const polite = maxM === Infinity ? (capOf(service) ?? Infinity) : Infinity;
  return Math.min(chosen.maxM, most, maxM, polite);
}

/** Who has set the highest m that there was to try, where that was neither the strategy nor the server. */
function capSentence({ maxM }: TuneCommandOptions, service: Service | undefined): string | undefined {
  if (maxM !== undefined) return 'The highest m is what --max-m says, and not what the server can do.';
  const cap = capOf(service);
  if (cap === undefined) return undefined;
  return `The cap has set it, and not the service: another computer gets at most ${cap} requests at once, unless --max-m says more.`;
}

function tunable(chosen: StrategyRow): StrategyRow {
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
