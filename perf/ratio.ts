import { median } from 'simple-statistics';
import type { Estimate } from '../bench/statistics/estimate.ts';
import { meanInterval } from '../bench/statistics/mean-interval.ts';

/** How often each side of a comparison is measured, where nothing else is said. Even, so that each side is the first as often as the other. */
export const ROUNDS = 6;

/** One figure: higher is better. */
export type Measure = () => Promise<number>;

/** Both sides of a comparison, measured one right after the other. */
export interface Round {
  readonly ours: number;
  readonly theirs: number;
}

/** A comparison's result: medians of both sides, and how many times ours is theirs. */
export interface Comparison extends Round {
  /** Absent where a side could not be measured. */
  readonly ratio: Estimate | undefined;
}

/**
 * Figures two sides in turn, ours first in one round and theirs first in the next (ABBA): a machine whose speed drifts bends
 * both sides of a round alike. A round before the first warms both up.
 *
 * @param count how many rounds; even
 */
export async function compare(ours: Measure, theirs: Measure, count = ROUNDS): Promise<Comparison> {
  await ours();
  await theirs();
  const rounds: Round[] = [];
  for (let round = 0; round < count; round++) {
    if (round % 2 === 0) rounds.push({ ours: await ours(), theirs: await theirs() });
    else rounds.push(reversed(await theirs(), await ours()));
  }
  return {
    ours: median(rounds.map((round) => round.ours)),
    theirs: median(rounds.map((round) => round.theirs)),
    ratio: pairedRatio(rounds),
  };
}

/**
 * The geometric mean of the rounds' ratios with its 95 % t interval, both worked out on the scale of logarithms, on which
 * twice as fast and half as fast are equally far from the same. Undefined when a side of a round has no figure above 0, or
 * when fewer than two rounds leave their spread unknown.
 */
export function pairedRatio(rounds: readonly Round[]): Estimate | undefined {
  const logs = rounds.map(({ ours, theirs }) => Math.log(ours / theirs));
  if (!logs.every(Number.isFinite)) return undefined;
  const found = meanInterval(logs);
  return found.ok ? { value: Math.exp(found.value), low: Math.exp(found.low), high: Math.exp(found.high) } : undefined;
}

function reversed(theirs: number, ours: number): Round {
  return { ours, theirs };
}
