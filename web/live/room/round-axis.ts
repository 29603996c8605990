/** The steps that read as round, of a power of ten. */
const ROUND = [1, 2, 2.5, 5, 10];

/** An axis is cut into so many steps at most: more of their texts have no room. */
const MOST_STEPS = 4;

/** The marks of an axis from 0 that reaches so far: at round numbers, equally far from each other, the last at its end. */
export function roundAxis(longest: number): number[] {
  const least = longest / MOST_STEPS;
  const power = 10 ** Math.floor(Math.log10(least));
  const step = power * ROUND.find((factor) => factor * power >= least)!;
  const steps = Math.ceil(longest / step);
  // Without what a power below 1 leaves behind: 0.30000000000000004.
  return Array.from({ length: steps + 1 }, (_, i) => Number((i * step).toPrecision(12)));
}
