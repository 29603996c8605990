/**
 * Jain's index of fairness: 1 where all get the same, 1/n where one of n gets everything (R. Jain, D. Chiu and W. Hawe, "A
 * Quantitative Measure of Fairness and Discrimination for Resource Allocation in Shared Computer Systems", DEC Research
 * Report TR-301, 1984). Undefined for fewer than two, and where nobody gets anything.
 */
export function jainsIndex(shares: readonly number[]): number | undefined {
  const sum = shares.reduce((total, share) => total + share, 0);
  if (shares.length < 2 || sum === 0) return undefined;
  const squares = shares.reduce((total, share) => total + share * share, 0);
  return (sum * sum) / (shares.length * squares);
}
