/** Each rate is at most so many times the one before … */
const MAX_FACTOR = 2;

/** … and a range has so many steps at least: fewer rates are no curve. */
const LEAST_STEPS = 4;

/** Digits enough for rates that are so far apart. */
const FEW_DIGITS_FROM = 1.15;

/** Rates that are closer than this are near enough. */
const NEAR_ENOUGH = 1.1;

/** The rates of a range, ascending, each about the same number of times the one before; the last step may be smaller. */
export function climbRates(lowest: number, highest: number): number[] {
  const factor = Math.min(MAX_FACTOR, (highest / lowest) ** (1 / LEAST_STEPS));
  const digits = factor >= FEW_DIGITS_FROM ? 2 : 3;
  const steps = Math.ceil(Math.log(highest / lowest) / Math.log(factor) - 1e-9);
  const between = Array.from({ length: steps - 1 }, (_, i) => Number((lowest * factor ** (i + 1)).toPrecision(digits)));
  const inside = between.filter((rate) => rate > lowest && rate < highest);
  return [...new Set([lowest, ...inside, highest])];
}

/** A rate about in the middle of two, by their ratio; undefined where they are within 10 % of each other. */
export function rateBetween(low: number, high: number): number | undefined {
  if (high / low <= NEAR_ENOUGH) return undefined;
  const middle = Number(Math.sqrt(low * high).toPrecision(2));
  return middle > low && middle < high ? middle : undefined;
}
