/**
 * A standard normal deviate from two draws that are uniform in [0, 1) (Box and Muller, "A Note on the Generation of Random
 * Normal Deviates", 1958).
 */
export function standardNormal(first: number, second: number): number {
  // 1 − u keeps the logarithm's argument above zero.
  return Math.sqrt(-2 * Math.log(1 - first)) * Math.cos(2 * Math.PI * second);
}
