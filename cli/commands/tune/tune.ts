import { BenchServers } from '../../../bench/experiment/bench-servers.ts';
import { runCell } from '../../../bench/experiment/run-cell.ts';
import { AS_GOOD, type TunedLevel, type TuneResult, type TuneStep, tune } from '../../../bench/sweep/tune.ts';
import { parseGoal, type TuneSample } from '../../../bench/sweep/tune-goal.ts';
import { type Strategy, strategy } from '../../../clients/strategies.ts';
import { UsageError } from '../../../lib/errors/usage-error.ts';
import { selectCodes } from '../../../lib/flags/country-codes.ts';
import { preset } from '../../../servers/lab/presets.ts';
import { bar } from '../../terminal/bar.ts';
import { type CommandContext, print } from '../../terminal/command-context.ts';
import { EXIT_INTERRUPTED } from '../../terminal/exit-codes.ts';
import { Interrupt } from '../../terminal/interrupt.ts';

/** The options of `flaglab tune`. */
export interface TuneCommandOptions {
  readonly server: string;
  readonly client: string;
  readonly goal: string;
  readonly limit: number;
  readonly budget: number;
  readonly seed: number;
  readonly timeScale: number;
  /** Milliseconds before the time scale. */
  readonly timeout: number;
  readonly json?: boolean;
}

/** Flags for each slot in one measurement: so many waves that the last, which is not full, weighs little. */
const FLAGS_PER_SLOT = 12;
const MIN_FLAGS = 20;

/** Searches, prints the curve as it grows, and ends with the best m and how sure it is. Resolves to the exit code. */
export async function tuneStrategy(options: TuneCommandOptions, terminal: CommandContext): Promise<number> {
  const { label } = preset(options.server);
  const chosen = tunable(strategy(options.client));
  const goal = parseGoal(options.goal);
  const codes = selectCodes({ all: true, limit: options.limit });
  using interrupt = new Interrupt(terminal);
  const { signal } = interrupt;
  const settings = { seed: options.seed, timeScale: options.timeScale, timeoutMs: options.timeout * options.timeScale };
  try {
    await using servers = await BenchServers.start([label], settings, signal);
    const measure = async (m: number): Promise<TuneSample> => {
      const flags = codes.slice(0, Math.max(MIN_FLAGS, m * FLAGS_PER_SLOT));
      const cell = { server: label, strategy: chosen.name, m, repetition: 1 };
      return (await runCell(cell, { ...settings, codes: flags }, servers, signal)).measures;
    };
    const maxM = Math.min(chosen.maxM, codes.length);
    const result = await follow(tune({ goal, maxM, budget: options.budget }, measure), options, terminal);
    if (options.json === true) print(terminal, JSON.stringify(toJson(result)));
    else for (const line of summary(result, `${label} ${chosen.name}`, options)) print(terminal, line);
    return result.best === undefined ? 1 : 0;
  } catch (error) {
    if (signal.aborted) return EXIT_INTERRUPTED;
    throw error;
  }
}

function tunable(chosen: Strategy): Strategy {
  if (chosen.maxM > 1) return chosen;
  throw new UsageError(`${chosen.name} has one request in flight, always: there is nothing to tune`);
}

async function follow(
  search: AsyncGenerator<TuneStep, TuneResult>,
  { json = false, goal }: TuneCommandOptions,
  terminal: CommandContext,
): Promise<TuneResult> {
  while (true) {
    const { done, value } = await search.next();
    if (done === true) return value;
    if (!json) print(terminal, stepLine(value, goal));
  }
}

function stepLine({ m, sample, allowed }: TuneStep, goal: string): string {
  const { goodputPerSecond, latencyP95Ms, efficiency } = sample;
  const share = efficiency === undefined ? '' : `  ${percent(efficiency)} of the ideal`;
  const p95 = latencyP95Ms === undefined ? '' : `  p95 ${latencyP95Ms.toFixed(0)} ms`;
  return `m ${String(m).padStart(4)} ${rate(goodputPerSecond)}${share}${p95}${allowed ? '' : `  not ${goal}`}`;
}

/** The levels as bars of one scale, once it is known. */
function curveLines({ curve, best }: TuneResult): string[] {
  const most = Math.max(...curve.map(({ goodput }) => goodput.value));
  return curve.map(({ m, goodput: { value } }) => {
    const drawn = bar(value, most);
    return `m ${String(m).padStart(4)} ${rate(value)}  ${m === best?.m ? `${drawn}  <- best` : drawn.trimEnd()}`;
  });
}

function rate(perSecond: number): string {
  return `${perSecond.toFixed(1).padStart(8)}/s`;
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`.padStart(5);
}

function summary(result: TuneResult, name: string, { goal, budget }: TuneCommandOptions): string[] {
  const { best, sure, stillGrowing, cells } = result;
  if (best === undefined) return ['', `No m of ${name} meets ${goal}.`];
  const { value, low, high } = best.goodput;
  const known = `${value.toFixed(1)}/s, ${low.toFixed(1)} to ${high.toFixed(1)} at 95 %`;
  const certainty = sure
    ? `sure after ${cells} measurements`
    : `not sure: ${budget} measurements did not settle it, so end other work on this machine or give a higher --budget`;
  const growing = stillGrowing
    ? ['Goodput still grows there, with all flags at once: nothing but their number ends it.']
    : [];
  const rule = `The best m is the smallest whose goodput is within ${Math.round((1 - AS_GOOD) * 100)} % of the highest.`;
  const sentence = `Best m for ${name}: ${best.m} (${known}); ${certainty}.`;
  return ['', ...curveLines(result), '', sentence, rule, ...growing];
}

function toJson({ best, curve, cells, sure, stillGrowing }: TuneResult): object {
  return { best: best && levelJson(best), curve: curve.map(levelJson), cells, sure, stillGrowing };
}

function levelJson({ m, goodput: { value, low, high }, measurements, allowed }: TunedLevel): object {
  return { m, goodput: value, low, high, measurements, allowed };
}
