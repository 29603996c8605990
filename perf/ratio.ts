import { median } from 'simple-statistics';

/** How often each side of a comparison is measured. */
export const ROUNDS = 5;

/** One figure: higher is better. */
export type Measure = () => Promise<number>;

/** A comparison's result: medians of both sides, and the ratio round by round. */
export interface Ratio {
  readonly ours: number;
  readonly theirs: number;
  readonly ratio: number;
  readonly lowest: number;
  readonly highest: number;
}

/**
 * Figures two sides in turn, ours first in one round and theirs first in the next, and takes the ratio within each
 * round: a machine whose speed drifts bends both sides of a round alike. A round before the first warms both up.
 */
export async function compare(ours: Measure, theirs: Measure): Promise<Ratio> {
  await ours();
  await theirs();
  const rounds: { ours: number; theirs: number }[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    if (round % 2 === 0) rounds.push({ ours: await ours(), theirs: await theirs() });
    else rounds.push(reversed(await theirs(), await ours()));
  }
  const ratios = rounds.map((round) => round.ours / round.theirs);
  return {
    ours: median(rounds.map((round) => round.ours)),
    theirs: median(rounds.map((round) => round.theirs)),
    ratio: median(ratios),
    lowest: Math.min(...ratios),
    highest: Math.max(...ratios),
  };
}

function reversed(theirs: number, ours: number): { ours: number; theirs: number } {
  return { ours, theirs };
}
