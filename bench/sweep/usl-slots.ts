import { sum } from 'simple-statistics';
import { peakConcurrency, type UslParameters, uslThroughput } from './usl.ts';
import { type Level, solveUsl, type UslSolution } from './usl-solver.ts';

/** Levels that must lie at or below the slots, to know α, β and γ from. */
const LEVELS_BELOW_SLOTS = 3;

/** The law with an end of capacity, and the index of the last level below it. */
export interface EndedSolution extends UslSolution {
  readonly below: number;
}

/** The slots at best when they lie between two neighbouring levels. */
interface Gap {
  readonly below: number;
  /** No slots in this gap come nearer to the levels than this. */
  readonly bound: number;
  /** The law of the levels below. */
  readonly law: UslParameters;
  /** Where that law comes nearest to the flat line in the gap. */
  readonly slots: number;
  /** Whether the two meet there. */
  readonly meet: boolean;
}

/**
 * The least squares of the law with an end of capacity. Between two levels the slots decide nothing but the height of
 * the flat line after them; so the law is fitted to the levels below, the line to those above, and the slots are where
 * the two meet. Where they do not meet in that gap, the slots are where they come nearest.
 *
 * @param levels ascending by m, five or more
 * @param near look only around this index of the last level below the slots
 */
export function solveUslWithSlots(levels: readonly Level[], near?: number): EndedSolution {
  const first = Math.max(LEVELS_BELOW_SLOTS - 1, near === undefined ? 0 : near - 1);
  const last = Math.min(levels.length - 2, near === undefined ? Infinity : near + 1);
  const gaps: Gap[] = [];
  for (let below = first; below <= last; below++) gaps.push(gapAfter(levels, below));
  let best: EndedSolution | undefined;
  for (const gap of gaps.sort((one, other) => one.bound - other.bound)) {
    if (best !== undefined && gap.bound >= best.squaredError) break;
    const solution = solutionIn(gap, levels);
    if (best === undefined || solution.squaredError < best.squaredError) best = solution;
  }
  return best!;
}

function gapAfter(levels: readonly Level[], below: number): Gap {
  const { parameters: law, squaredError } = solveUsl(levels.slice(0, below + 1));
  const flat = levels.slice(below + 1);
  const height = sum(flat.map(({ meanLog, count }) => meanLog * count)) / sum(flat.map(({ count }) => count));
  const scatter = sum(flat.map(({ meanLog, count }) => count * (meanLog - height) ** 2));
  const [low, high] = [levels[below]!.m, flat[0]!.m];
  const meeting = concurrenciesAt(law, Math.exp(height)).find((n) => n >= low && n <= high);
  return {
    below,
    bound: squaredError + scatter,
    law,
    slots: meeting ?? nearest(law, Math.exp(height), low, high),
    meet: meeting !== undefined,
  };
}

function solutionIn({ below, bound, law, slots, meet }: Gap, levels: readonly Level[]): EndedSolution {
  const solution = meet ? { parameters: { ...law, slots }, squaredError: bound } : solveUsl(levels, slots);
  return { ...solution, below };
}

/** Where the law comes nearest to a throughput that it does not have between two concurrencies. */
function nearest(law: UslParameters, throughput: number, low: number, high: number): number {
  const top = Math.min(high, Math.max(low, peakConcurrency(law)));
  if (uslThroughput(law, top) < throughput) return top;
  return uslThroughput(law, low) < uslThroughput(law, high) ? low : high;
}

/** Where the law has this throughput X, ascending: the roots of βX·n² + (X(α − β) − γ)·n + X(1 − α) = 0. */
function concurrenciesAt({ unitThroughput, contention, coherency }: UslParameters, throughput: number): number[] {
  const a = coherency * throughput;
  const b = throughput * (contention - coherency) - unitThroughput;
  const c = throughput * (1 - contention);
  const root = Math.sqrt(b * b - 4 * a * c);
  // This form loses no digits when β is near 0. Where the law never gets so high it gives NaN, which is in no gap.
  const q = -(b + Math.sign(b) * root) / 2;
  return [c / q, q / a].sort((one, other) => one - other);
}
