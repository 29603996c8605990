import { BenchServers, type ServersOptions } from '../../../bench/experiment/bench-servers.ts';
import { runCell } from '../../../bench/experiment/run-cell.ts';
import { requireAnswerable } from '../../../bench/result/condition.ts';
import { type FigureName, type Figures, figure, figureValue } from '../../../bench/result/figures.ts';
import { RATE } from '../../../bench/result/unit.ts';
import { ENOUGH } from '../../../bench/sweep/best-m.ts';
import { type TunedLevel, type TuneResult, type TuneStep, tune } from '../../../bench/sweep/tune.ts';
import { parseGoal } from '../../../bench/sweep/tune-goal.ts';
import { type Strategy, strategy } from '../../../clients/strategies.ts';
import { UsageError } from '../../../lib/errors/usage-error.ts';
import { selectCodes } from '../../../lib/flags/country-codes.ts';
import { shortDuration } from '../../../lib/units/duration.ts';
import { wholePercent } from '../../../lib/units/percent.ts';
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
export async function tuneStrategy(options: TuneCommandOptions, context: CommandContext): Promise<number> {
  const { label } = preset(options.server);
  const chosen = tunable(strategy(options.client));
  const goal = parseGoal(options.goal);
  const codes = selectCodes({ all: true, limit: options.limit });
  requireAnswerable(goal.conditions, codes.length);
  const leastFlags = Math.max(MIN_FLAGS, ...goal.conditions.map((condition) => condition.figure.itemsNeeded));
  using interrupt = new Interrupt(context);
  const { signal } = interrupt;
  const settings = { seed: options.seed, timeScale: options.timeScale, timeoutMs: options.timeout * options.timeScale };
  try {
    await using servers = await BenchServers.start([label], settings, signal);
    const measure = async (m: number): Promise<Figures> => {
      const flags = codes.slice(0, Math.max(leastFlags, m * FLAGS_PER_SLOT));
      const cell = { server: label, strategy: chosen.name, m, repetition: 1 };
      return (await runCell(cell, { ...settings, codes: flags }, servers, signal)).figures;
    };
    const maxM = Math.min(chosen.maxM, codes.length);
    if (options.json !== true) print(context, settingsLine(`${label} ${chosen.name}`, settings));
    const result = await follow(tune({ goal, maxM, budget: options.budget }, measure), options, context);
    if (options.json === true) print(context, JSON.stringify({ ...toJson(result), ...settings }));
    else for (const line of summary(result, `${label} ${chosen.name}`, options)) print(context, line);
    return result.best === undefined ? 1 : 0;
  } catch (error) {
    if (signal.aborted) return EXIT_INTERRUPTED;
    throw error;
  }
}

function settingsLine(
  name: string,
  { seed, timeScale, timeoutMs }: ServersOptions & { readonly timeoutMs: number },
): string {
  return `${name}; seed ${seed}, time scale ${timeScale}, timeout ${shortDuration(timeoutMs)}`;
}

function tunable(chosen: Strategy): Strategy {
  if (chosen.maxM > 1) return chosen;
  throw new UsageError(`${chosen.name} has one request in flight, always: there is nothing to tune`);
}

async function follow(
  search: AsyncGenerator<TuneStep, TuneResult>,
  { json = false }: TuneCommandOptions,
  context: CommandContext,
): Promise<TuneResult> {
  while (true) {
    const { done, value } = await search.next();
    if (done === true) return value;
    if (!json) print(context, stepLine(value));
  }
}

function stepLine({ m, sample, unmet }: TuneStep): string {
  const { goodputPerSecond } = sample;
  const share = inWords('efficiency', sample, (text) => `${text.padStart(5)} of the ideal`);
  const p95 = inWords('p95', sample, (text) => `p95 ${text}`);
  return `m ${String(m).padStart(4)} ${rate(goodputPerSecond)}${share}${p95}${unmet === undefined ? '' : `  no: ${unmet}`}`;
}

function inWords(name: FigureName, sample: Figures, words: (text: string) => string): string {
  const value = figureValue(figure(name), sample);
  return value === undefined ? '' : `  ${words(figure(name).unit.text(value))}`;
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
  return RATE.text(perSecond).padStart(10);
}

function summary(result: TuneResult, name: string, { goal, budget }: TuneCommandOptions): string[] {
  const { best, sure, stillGrowing, cells } = result;
  if (best === undefined) return ['', noneSentence(result, name, goal)];
  const { value, low, high } = best.goodput;
  const known = `${RATE.text(value)}, ${RATE.text(low)} to ${RATE.text(high)} at 95 %`;
  const certainty = sure
    ? `sure after ${cells} measurements`
    : `not sure: ${budget} measurements did not settle it, so end other work on this machine or give a higher --budget`;
  const growing = stillGrowing
    ? ['Goodput still grows there, with all flags at once: nothing but their number ends it.']
    : [];
  const rule = `The best m is the smallest whose goodput is within ${wholePercent(1 - ENOUGH)} of the highest.`;
  const sentence = `Best m for ${name}: ${best.m} (${known}); ${certainty}.`;
  return ['', ...curveLines(result), '', sentence, rule, ...growing];
}

function noneSentence({ curve }: TuneResult, name: string, goal: string): string {
  const ends = [...new Set([curve[0], curve.at(-1)])].filter((level) => level?.unmet !== undefined);
  const why = ends.map((level) => `at m = ${level!.m} ${level!.unmet}`).join(', ');
  return `No m of ${name} that was tried meets ${goal}: ${why}.`;
}

function toJson({ best, curve, cells, sure, stillGrowing }: TuneResult): object {
  return { best: best && levelJson(best), curve: curve.map(levelJson), cells, sure, stillGrowing };
}

function levelJson({ goodput: { value, low, high }, ...level }: TunedLevel): object {
  return { ...level, goodput: value, low, high };
}
