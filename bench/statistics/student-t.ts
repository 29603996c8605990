import { gammaln } from 'simple-statistics';

/** Halvings of an interval until no double lies between its ends. */
const BISECTIONS = 200;

/**
 * The quantile of Student's t distribution: the t that a share `p` of the distribution lies below. Found by bisection of
 * the distribution function, which is known for every number of degrees of freedom, whole or not. Eight digits are right
 * for up to 1000 degrees and p from 1e-6 to 1 − 1e-6; near the middle some are lost when there are many more degrees.
 *
 * @param p above 0 and below 1
 * @param degrees degrees of freedom, above 0
 */
export function studentTQuantile(p: number, degrees: number): number {
  if (!(p > 0 && p < 1)) throw new TypeError(`Expected \`p\` to be above 0 and below 1, got ${p}`);
  if (!(degrees > 0)) throw new TypeError(`Expected \`degrees\` to be above 0, got ${degrees}`);
  if (p === 0.5) return 0;
  if (p < 0.5) return -studentTQuantile(1 - p, degrees);
  let low = 0;
  let high = 1;
  while (studentTDistribution(high, degrees) < p) high *= 2;
  for (let i = 0; i < BISECTIONS; i++) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (studentTDistribution(middle, degrees) < p) low = middle;
    else high = middle;
  }
  return high;
}

/**
 * The share of Student's t distribution below t: 1 − I(ν/(ν + t²); ν/2, 1/2)/2 for t ≥ 0 (Abramowitz & Stegun 26.7.1).
 *
 * @param degrees degrees of freedom ν, above 0
 */
function studentTDistribution(t: number, degrees: number): number {
  if (t < 0) return 1 - studentTDistribution(-t, degrees);
  return 1 - incompleteBeta(degrees / (degrees + t * t), degrees / 2, 0.5) / 2;
}

/** The regularised incomplete beta function, by the continued fraction of DLMF 8.17.22 where that converges fast. */
function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a);
  const front = Math.exp(gammaln(a + b) - gammaln(a) - gammaln(b) + a * Math.log(x) + b * Math.log1p(-x));
  return (front / a) * continuedFraction(x, a, b);
}

/** The fraction's value by Lentz's method as modified by Thompson & Barnett (1986). */
function continuedFraction(x: number, a: number, b: number): number {
  const nonZero = (value: number) => (Math.abs(value) < 1e-300 ? 1e-300 : value);
  let numerator = 1;
  let denominator = 1 / nonZero(1 - ((a + b) * x) / (a + 1));
  let value = denominator;
  for (let k = 1; k <= 1000; k++) {
    const even = (k * (b - k) * x) / ((a + 2 * k - 1) * (a + 2 * k));
    const odd = (-(a + k) * (a + b + k) * x) / ((a + 2 * k) * (a + 2 * k + 1));
    let change = 1;
    for (const term of [even, odd]) {
      denominator = 1 / nonZero(1 + term * denominator);
      numerator = nonZero(1 + term / numerator);
      change = numerator * denominator;
      value *= change;
    }
    if (Math.abs(change - 1) < 1e-15) break;
  }
  return value;
}
