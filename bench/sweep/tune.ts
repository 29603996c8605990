import { mean } from 'simple-statistics';
import { type Condition, firstUnmet } from '../result/condition.ts';
import type { Interval } from '../result/curve.ts';
import type { FigureName, Figures } from '../result/figures.ts';
import { distinguish } from '../statistics/distinguish.ts';
import { meanInterval } from '../statistics/mean-interval.ts';
import { relativeNoise } from '../statistics/relative-noise.ts';
import { ENOUGH } from './best-m.ts';
import type { TuneGoal } from './tune-goal.ts';

/** How the search is bounded. */
export interface TuneOptions {
  readonly goal: TuneGoal;
  /** The highest m to try. */
  readonly maxM: number;
  /** The most measurements to make. */
  readonly budget: number;
}

/** One measurement of the search. */
export interface TuneStep {
  readonly m: number;
  readonly sample: Figures;
  /** Why it does not meet the goal, without a full stop; absent where it does. */
  readonly unmet?: string;
}

/** A level of m, over all its measurements. */
export interface TunedLevel {
  readonly m: number;
  /** Goodput per second; without an interval, where one measurement is all there is, its ends are its value. */
  readonly goodput: Interval;
  readonly measurements: number;
  /** Whether more than half of its measurements meet the goal. */
  readonly allowed: boolean;
  /** Why not, as the first that does not says it; absent where it is allowed. */
  readonly unmet?: string;
}

/** What the search has found. */
export interface TuneResult {
  /** The smallest m whose goodput cannot be told from the best; undefined where the goal allows no level. */
  readonly best: TunedLevel | undefined;
  /** Ascending by m. */
  readonly curve: readonly TunedLevel[];
  readonly cells: number;
  /** Whether the best is known as well as was asked: its goodput to ±10 %, and apart from the level below. */
  readonly sure: boolean;
  /** Whether goodput was still growing at the highest m there was to try. */
  readonly stillGrowing: boolean;
}

/** How often goodput must fail to grow before doubling ends: once may be bad luck. */
const STALLS = 2;

/** Levels closer than this are not told apart further. */
const NARROW = 0.15;

/** How well the best's goodput is to be known: half its interval as a share of it. */
const PRECISION = 0.1;

/** After so many repetitions two levels that cannot be told apart are taken as alike. */
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
    const unmet = firstUnmet(options.goal.conditions, sample);
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
    if (this.#cells >= this.#options.budget) return undefined;
    return this.#doubled() ?? this.#narrowed() ?? this.#repeated();
  }

  result(): TuneResult {
    const levels = this.#levels();
    const best = this.#best();
    const stillGrowing = best !== undefined && best.m === this.#options.maxM && levels.length > 1;
    return { best, curve: levels, cells: this.#cells, sure: this.#repeated() === undefined, stillGrowing };
  }

  #doubled(): number | undefined {
    if (!this.#doubling) return undefined;
    const levels = this.#levels();
    const last = levels.at(-1);
    if (last === undefined) return 1;
    this.#doubling = last.m < this.#options.maxM && !this.#isTooMuch() && stallsAtEnd(levels) < STALLS;
    return this.#doubling ? Math.min(this.#options.maxM, last.m * 2) : undefined;
  }

  /**
   * Whether the last two levels break a highest value of what grows with concurrency, such as latency: then more of it only
   * breaks it further. One level may do so by the luck of the flags that it downloads.
   */
  #isTooMuch(): boolean {
    const bounds = this.#options.goal.conditions.filter(isHighestOfWhatGrows);
    const lastTwo = this.#levels().slice(-2);
    const isBroken = (sample: Figures) => firstUnmet(bounds, sample) !== undefined;
    return lastTwo.length === 2 && lastTwo.every(({ m }) => this.#samples.get(m)!.every(isBroken));
  }

  #narrowed(): number | undefined {
    const best = this.#best();
    if (best === undefined) return undefined;
    const levels = this.#levels();
    const below = levels.findLast(({ m }) => m < best.m)?.m ?? best.m;
    const above = levels.find(({ m, allowed }) => m > best.m && !allowed)?.m ?? best.m;
    return between(below, best.m) ?? between(best.m, above);
  }

  /** The level that most needs another measurement, until the best is sure. */
  #repeated(): number | undefined {
    const best = this.#best();
    if (best === undefined) return undefined;
    const levels = this.#levels();
    const below = levels.findLast(({ m, allowed }) => m < best.m && allowed);
    // The highest of many is lucky more often than not: it is measured again too, before it sets the standard.
    const highest = levels
      .filter(({ allowed }) => allowed)
      .reduce((a, b) => (b.goodput.value > a.goodput.value ? b : a));
    const rivals = [best, highest, ...(below === undefined ? [] : [below])];
    const wellKnown = best.measurements > 1 && highest.measurements > 1 && halfWidth(best.goodput) <= PRECISION;
    if (wellKnown && (below === undefined || this.#apart(below, best))) return undefined;
    const [neediest] = rivals.toSorted((a, b) => a.measurements - b.measurements);
    return neediest!.measurements >= MAX_REPETITIONS && wellKnown ? undefined : neediest!.m;
  }

  #apart(a: TunedLevel, b: TunedLevel): boolean {
    const found = distinguish(this.#goodputs(a.m), this.#goodputs(b.m), { noise: this.#noise() });
    return found.ok && found.higher !== 'neither';
  }

  /** The highest of many is lucky more often than not, so a level is held against what the highest surely has. */
  #best(): TunedLevel | undefined {
    const allowed = this.#levels().filter((level) => level.allowed);
    const surely = Math.max(...allowed.map(({ goodput }) => goodput.low));
    return allowed.find(({ goodput }) => goodput.value >= surely * ENOUGH);
  }

  #levels(): TunedLevel[] {
    const noise = this.#noise();
    return [...this.#samples.keys()]
      .sort((a, b) => a - b)
      .map((m) => {
        const samples = this.#samples.get(m)!;
        const value = mean(this.#goodputs(m));
        const estimate = meanInterval(this.#goodputs(m), { noise });
        const { low, high } = estimate.ok ? estimate : { low: value, high: value };
        const reasons = samples.flatMap((sample) => firstUnmet(this.#options.goal.conditions, sample) ?? []);
        const allowed = reasons.length < samples.length / 2;
        return {
          m,
          goodput: { value, low: Math.max(0, low), high },
          measurements: samples.length,
          allowed,
          ...(!allowed && { unmet: reasons[0]! }),
        };
      });
  }

  #goodputs(m: number): number[] {
    return this.#samples.get(m)!.map(({ goodputPerSecond }) => goodputPerSecond);
  }

  #noise() {
    return relativeNoise([...this.#samples.keys()].map((m) => this.#goodputs(m)));
  }
}

/** What more requests in flight only make more of. */
const GROWING: readonly FigureName[] = ['p50', 'p95', 'p99', 'overhead', 'peakInFlight', 'meanInFlight', 'connections'];

function isHighestOfWhatGrows({ operator, figure }: Condition): boolean {
  return operator.startsWith('<') && GROWING.some((name) => name === figure.name);
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

function halfWidth({ value, low, high }: Interval): number {
  return value === 0 ? 0 : (high - low) / 2 / value;
}
