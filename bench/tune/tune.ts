import { counted } from '../../lib/units/counted.ts';
import type { Condition } from '../result/condition.ts';
import type { Figures } from '../result/figures.ts';
import { MILLISECONDS } from '../result/unit.ts';
import { mainFailure } from '../result/withheld.ts';
import { ENOUGH } from '../sweep/best-m.ts';
import type { TuneGoal } from './tune-goal.ts';
import { type TunedChoice, tunedChoice } from './tuned-choice.ts';
import { type TunedLevel, tunedLevel, tuneNoise, whyNotAllowed } from './tuned-level.ts';

/** How the search is bounded. */
export interface TuneOptions {
  readonly goal: TuneGoal;
  /** The highest m to try. */
  readonly maxM: number;
  /** The most measurements to make. */
  readonly budget: number;
  /**
   * Whether the server is somebody's: then no higher level is tried once one was refused something, or has twice the p95 of
   * the first. Default false.
   */
  readonly isCautious?: boolean;
  /**
   * Whether to end after the first level where nothing of it ended ok: a service that answers none one by one answers no
   * more of them at once. Default false.
   */
  readonly endsInVain?: boolean;
}

/** One measurement of the search. */
export interface TuneStep {
  readonly m: number;
  readonly sample: Figures;
  /** Why it does not meet the goal, without a full stop; absent where it does. */
  readonly unmet?: string;
}

/** What the search has found. */
export interface TuneResult {
  /** The smallest m with enough goodput, and from what m to what m it may lie; undefined where no level is allowed. */
  readonly choice: TunedChoice | undefined;
  /** Ascending by m. */
  readonly curve: readonly TunedLevel[];
  readonly cells: number;
  /** Whether the best m is known to a quarter, or to its neighbours. */
  readonly sure: boolean;
  /** Whether the budget ended it, so that more measurements could tell more. */
  readonly isSpent: boolean;
  /** Whether goodput was still growing at the highest m there was to try. */
  readonly stillGrowing: boolean;
  /** Why no higher level was tried, without a full stop, where that was out of caution. */
  readonly stopped?: string;
  /** A sentence on a first level of which nothing ended ok, where it was the last for that reason. */
  readonly inVain?: string;
}

/** A server whose p95 has grown by this factor is under strain. */
const MOST_SLOWER = 2;

/** How often goodput must fail to grow before doubling ends: once may be bad luck. */
const STALLS = 2;

/** Levels closer than this are not told apart further. */
const NARROW = 0.15;

/** How well the best m is to be known: half its interval as a share of it. */
const PRECISION = 0.25;

/** After so many repetitions levels that cannot be told apart are taken as alike. */
const MAX_REPETITIONS = 4;

/**
 * Finds the best m in few measurements: doubles it until goodput stops growing or the goal forbids more, narrows between the
 * levels around the best, and repeats what cannot be told apart. Yields each measurement.
 */
export async function* tune(
  options: TuneOptions,
  measure: (m: number) => Promise<Figures>,
): AsyncGenerator<TuneStep, TuneResult> {
  const search = new Search(options);
  for (let m = search.next(); m !== undefined; m = search.next()) {
    const sample = await measure(m);
    search.add(m, sample);
    const unmet = whyNotAllowed(sample, options.goal.conditions);
    yield { m, sample, ...(unmet !== undefined && { unmet }) };
  }
  return search.result();
}

/** What is known so far, and what to ask next. */
class Search {
  readonly #options: TuneOptions;
  readonly #samples = new Map<number, Figures[]>();
  #cells = 0;
  #doubling = true;

  constructor(options: TuneOptions) {
    this.#options = options;
  }

  add(m: number, sample: Figures): void {
    this.#cells += 1;
    this.#samples.set(m, [...(this.#samples.get(m) ?? []), sample]);
  }

  /** The level to measure next; undefined when the search is over. */
  next(): number | undefined {
    if (this.#cells >= this.#options.budget || this.#inVain() !== undefined) return undefined;
    return this.#doubled() ?? this.#narrowed() ?? this.#repeated();
  }

  result(): TuneResult {
    const levels = this.#levels();
    const choice = this.#choice();
    const stillGrowing = choice?.best.m === this.#options.maxM && levels.length > 1;
    const isLookedFor = this.#doubled() !== undefined || this.#narrowed() !== undefined;
    const sure = choice !== undefined && !isLookedFor && isKnown(choice);
    const isSpent = this.#cells >= this.#options.budget;
    const stopped = this.#stopped();
    const found = { choice, curve: levels, cells: this.#cells, sure, isSpent, stillGrowing };
    const inVain = this.#inVain();
    return { ...found, ...(stopped !== undefined && { stopped }), ...(inVain !== undefined && { inVain }) };
  }

  #inVain(): string | undefined {
    const [first, ...others] = [...this.#samples.values()].flat();
    if (this.#options.endsInVain !== true || first === undefined || others.length > 0) return undefined;
    if (first.goodputPerSecond > 0) return undefined;
    const asked = counted(first.requests, 'request');
    return `The service answered none of ${asked} with a status that is ok: ${mainFailure([first])}.`;
  }

  #doubled(): number | undefined {
    if (!this.#doubling) return undefined;
    const levels = this.#levels();
    const last = levels.at(-1);
    if (last === undefined) return 1;
    const isOver = this.#stopped() !== undefined || this.#isTooMuch() || stallsAtEnd(levels) >= STALLS;
    this.#doubling = last.m < this.#options.maxM && !isOver;
    return this.#doubling ? Math.min(this.#options.maxM, last.m * 2) : undefined;
  }

  /**
   * Whether the last two levels break a highest value of what grows with concurrency, such as latency, or were refused
   * something: then more of it only makes it worse. One level may do so by the luck of the flags that it downloads.
   */
  #isTooMuch(): boolean {
    const bounds = this.#options.goal.conditions.filter(isHighestOfWhatGrows);
    const lastTwo = this.#levels().slice(-2);
    const isBroken = (sample: Figures) => whyNotAllowed(sample, bounds) !== undefined;
    return lastTwo.length === 2 && lastTwo.every(({ m }) => this.#samples.get(m)!.every(isBroken));
  }

  /** Why a cautious search goes no further than its highest level so far. */
  #stopped(): string | undefined {
    const [first, ...others] = this.#levels();
    const highest = others.at(-1);
    if (this.#options.isCautious !== true || highest === undefined) return undefined;
    const [before = 0, after = 0] = [first!, highest].map(({ m }) => this.#samples.get(m)!.at(0)!.latencyP95Ms);
    const { refused = 0, goodputPerSecond } = this.#samples.get(highest.m)!.at(0)!;
    if (refused > 0) return `at m = ${highest.m} the server refused requests`;
    if (goodputPerSecond === 0) return `at m = ${highest.m} nothing ended ok`;
    if (before === 0 || after <= before * MOST_SLOWER) return undefined;
    return `at m = ${highest.m} p95 was ${MILLISECONDS.text(after)}, more than twice that of m = ${first!.m}`;
  }

  /** Between the best and the level below, or the one above where that is forbidden. */
  #narrowed(): number | undefined {
    const best = this.#choice()?.best;
    if (best === undefined) return undefined;
    const levels = this.#levels();
    const below = levels.findLast(({ m }) => m < best.m)?.m ?? best.m;
    const above = levels.find(({ m }) => m > best.m);
    return between(below, best.m) ?? between(best.m, above === undefined || above.allowed ? best.m : above.m);
  }

  /** The level that most needs another measurement, until the best is known. */
  #repeated(): number | undefined {
    const choice = this.#choice();
    if (choice === undefined) return undefined;
    const { best, highest } = choice;
    const below = this.#levels().findLast(({ m, allowed }) => m < best.m && allowed);
    const rivals = [best, highest, ...(below === undefined ? [] : [below])];
    const [neediest] = rivals.toSorted((a, b) => a.measurements - b.measurements);
    if (neediest!.measurements >= MAX_REPETITIONS) return undefined;
    return neediest!.measurements > 1 && isKnown(choice) ? undefined : neediest!.m;
  }

  #choice(): TunedChoice | undefined {
    return tunedChoice(this.#levels(), this.#noise());
  }

  #levels(): TunedLevel[] {
    const noise = this.#noise();
    const ms = [...this.#samples.keys()].sort((a, b) => a - b);
    return ms.map((m) => tunedLevel(m, this.#samples.get(m)!, this.#options.goal.conditions, noise));
  }

  #noise() {
    return tuneNoise([...this.#samples.values()].map((samples) => samples.map((sample) => sample.goodputPerSecond)));
  }
}

function isHighestOfWhatGrows({ operator, figure }: Condition): boolean {
  return operator.startsWith('<') && figure.growsWithM === true;
}

/** How many of the last levels brought no more goodput than those before them. */
function stallsAtEnd(levels: readonly TunedLevel[]): number {
  const grows = levels.map(({ goodput }, i) => {
    const before = Math.max(0, ...levels.slice(0, i).map((level) => level.goodput.value));
    return goodput.value * ENOUGH > before;
  });
  return levels.length - 1 - grows.lastIndexOf(true);
}

/** The middle of two levels, or undefined when they are close enough. */
function between(low: number, high: number): number | undefined {
  return high - low > Math.max(1, NARROW * high) ? Math.round((low + high) / 2) : undefined;
}

function isKnown({ best, lowM, highM }: TunedChoice): boolean {
  return Math.max(best.m - lowM, highM - best.m) <= Math.max(1, PRECISION * best.m);
}
