import { levenbergMarquardt } from 'ml-levenberg-marquardt';
import type { UslParameters } from './usl.ts';

/** All the measurements of one level, as the solver needs them. */
export interface Level {
  readonly m: number;
  /** The mean of the natural logarithms of the throughputs. */
  readonly meanLog: number;
  readonly count: number;
}

/** The best parameters, and how far they stay from the levels: Σ count · (mean log − log of the law)². */
export interface UslSolution {
  readonly parameters: UslParameters;
  readonly squaredError: number;
}

/** What may differ from zero: α is 0 and β is 1. */
type Free = readonly (0 | 1)[];

/** One level in the solver's terms. */
interface Row {
  /** log N of the law: what is in service, m but at most the slots. */
  readonly logN: number;
  /** (N − 1) and N(N − 1), which α and β multiply, as shares of the highest level's, so that both are of like size. */
  readonly shares: readonly [number, number];
  readonly meanLog: number;
  /** The root of the count, so that a level counts as often as it was measured, times {@link PRECISION}. */
  readonly weight: number;
}

/** The end of a descent: α and β are multiplied by the highest level's (N − 1) and N(N − 1). */
interface Descent {
  readonly logUnit: number;
  readonly scaled: readonly [number, number];
  readonly squaredError: number;
}

/** Errors are counted in ten-thousandths, beside which the library's smallest damping (1e-7) and tolerance vanish. */
const PRECISION = 1e4;

/** A straight problem takes one step, and another for what damping kept back. */
const STRAIGHT_STEPS = 2;

/** The start is near the end: three steps are common. */
const STEPS = 5;

/** No α or β may go so far below zero on the way that the law has a pole. */
const FLOOR = -0.45;

/**
 * The least squares of the logarithms (throughput's noise is a share of it) with α, β ≥ 0, by Levenberg–Marquardt. When
 * the descent ends below zero, a bound holds: then each edge of the allowed region is solved by itself, and the best wins.
 *
 * @param levels ascending by m, three or more
 * @param slots the end of capacity, which stays as it is
 */
export function solveUsl(levels: readonly Level[], slots = Infinity): UslSolution {
  const top = Math.min(levels.at(-1)!.m, slots);
  const scales = [top - 1, top * (top - 1)] as const;
  const rows = levels.map((level) => rowOf(level, Math.min(level.m, slots), scales));
  const inside = descend(rows, [0, 1]);
  const edges: Free[] = [[0], [1], []];
  const best = isAllowed(inside)
    ? inside
    : edges
        .map((free) => descend(rows, free))
        .filter(isAllowed)
        .reduce((least, next) => (next.squaredError < least.squaredError ? next : least));
  const [contention, coherency] = [best.scaled[0] / scales[0], best.scaled[1] / scales[1]];
  return {
    parameters: { unitThroughput: Math.exp(best.logUnit), contention, coherency, slots },
    squaredError: best.squaredError,
  };
}

function rowOf({ meanLog, count }: Level, n: number, scales: readonly [number, number]): Row {
  const shares = [(n - 1) / scales[0], (n * (n - 1)) / scales[1]] as const;
  return { logN: Math.log(n), shares, meanLog, weight: PRECISION * Math.sqrt(count) };
}

function isAllowed({ scaled: [contention, coherency] }: Descent): boolean {
  return contention >= 0 && coherency >= 0;
}

/** The best place when only γ and what is free may move, and the rest is zero. Its values are log γ and the free ones. */
function descend(rows: readonly Row[], free: Free): Descent {
  const { parameterValues, parameterError } = levenbergMarquardt(
    dataOf(rows, ({ meanLog }) => meanLog),
    (values) => (i) => {
      const { logN, weight } = rows[i]!;
      return (values[0]! + logN - Math.log(slowdown(values, free, rows[i]!))) * weight;
    },
    {
      initialValues: straightStart(rows, free),
      minValues: [-Infinity, FLOOR, FLOOR].slice(0, 1 + free.length),
      maxValues: [Infinity, Infinity, Infinity].slice(0, 1 + free.length),
      jacobianFunction: (values) => (i) => {
        const { shares, weight } = rows[i]!;
        const slope = -weight / slowdown(values, free, rows[i]!);
        return [weight, ...free.map((index) => shares[index] * slope)];
      },
      maxIterations: STEPS,
    },
  );
  const scaledOf = (index: 0 | 1) => (free.includes(index) ? parameterValues[1 + free.indexOf(index)]! : 0);
  return {
    logUnit: parameterValues[0]!,
    scaled: [scaledOf(0), scaledOf(1)],
    squaredError: parameterError / PRECISION ** 2,
  };
}

/** 1 + α(N − 1) + βN(N − 1). */
function slowdown(values: readonly number[], free: Free, { shares }: Row): number {
  let slower = 1;
  for (let k = 0; k < free.length; k++) slower += values[1 + k]! * shares[free[k]!];
  return slower;
}

/**
 * Where to begin: what a request takes, N/X = (1 + α(N − 1) + βN(N − 1))/γ, is a straight function of 1/γ, α/γ and β/γ, so
 * its relative errors have one least-squares place (Gunther 2007, ch. 5, makes the law straight in the same way).
 */
function straightStart(rows: readonly Row[], free: Free): number[] {
  // In units of the lowest level's throughput, which keeps the numbers near 1.
  const unit = rows[0]!.meanLog - rows[0]!.logN;
  const parts = rows.map(({ shares, meanLog, logN, weight }) => {
    const relative = Math.exp(meanLog - logN - unit) * weight;
    return [relative, ...free.map((index) => shares[index] * relative)];
  });
  const { parameterValues } = levenbergMarquardt(
    dataOf(rows, () => 1),
    (values) => (i) => values.reduce((total, value, k) => total + value * parts[i]![k]!, 0),
    {
      initialValues: [1, ...free.map(() => 0)],
      jacobianFunction: () => (i) => parts[i]!,
      maxIterations: STRAIGHT_STEPS,
    },
  );
  const [time, ...products] = parameterValues as [number, ...number[]];
  if (!(time > 0)) return [unit, ...free.map(() => 0)];
  return [unit - Math.log(time), ...products.map((product) => Math.max(FLOOR, product / time))];
}

/** The rows as the library takes them: x is the index. */
function dataOf(rows: readonly Row[], target: (row: Row) => number): { x: number[]; y: number[] } {
  return { x: rows.map((_, i) => i), y: rows.map((row) => target(row) * row.weight) };
}
